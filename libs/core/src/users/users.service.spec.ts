import { secondsAfter } from '#platform/clock';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { emailIdentifier, IdentifierTaken, type User, usernameIdentifier, UsersService } from './index.js';

let core: Core;
let users: UsersService;

beforeEach(async () => {
  core = await startCore([]);
  users = core.get(UsersService);
});

afterEach(() => core.close());

const names = async () =>
  (await core.rows<{ key: string }>('SELECT key FROM user_identifiers ORDER BY key')).map(({ key }) => key);
const count = async () => (await core.rows('SELECT id FROM users')).length;
const current = (user: User) => users.mustFindById(user.id);
const change = async (user: User, email: string) => users.changeEmail(await current(user), emailIdentifier(email));
const confirm = async (user: User, email: string) => users.confirmEmail(await current(user), email);

describe('create', () => {
  it('makes an account with nothing but what is given', async () => {
    const identifiers = [usernameIdentifier('Ada L'), emailIdentifier('Ada@Example.com')];
    const made = await users.create({ identifiers, passwordHash: 'h', role: 'moderator', lastName: 'Lovelace' });
    const stored = await current(made);
    expect(stored).toEqual(made);
    expect(stored).toMatchObject({
      email: 'Ada@Example.com',
      username: 'Ada L',
      passwordHash: 'h',
      role: 'moderator',
      firstName: null,
      lastName: 'Lovelace',
      userMetadata: {},
      appMetadata: {},
      emailConfirmedAt: null,
      disabledAt: null,
      createdAt: core.clock.now(),
      updatedAt: core.clock.now(),
    });
    expect(stored.isEnabled).toBe(true);
    expect(stored.isEmailVerified).toBe(false);
    expect(await names()).toEqual(['ada l', 'ada@example.com']);
  });

  it('refuses a name that is taken in any spelling, and leaves nothing behind', async () => {
    await core.addUser('ada@example.com');
    await expect(core.addUser('ＡＤＡ@EXAMPLE.com')).rejects.toThrow(new IdentifierTaken('email'));
    await expect(core.addUser(['free', 'ada@example.com'])).rejects.toThrow(new IdentifierTaken('email'));
    expect(await names()).toEqual(['ada@example.com']);
    expect(await count()).toBe(1);
  });

  it('lets one of many have a name that all want at the same moment', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => core.addUser(index % 2 ? 'ada@example.com' : 'ADA@example.com')),
    );
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toEqual(Array(9).fill(new IdentifierTaken('email')));
    expect(await names()).toEqual(['ada@example.com']);
    expect(await count()).toBe(1);
  });
});

describe('findByIdentifier', () => {
  beforeEach(() => core.addUser(['ada', 'ada@example.com']));

  it.each([
    ['Ada@Example.com', 'email', true],
    [' ada@example.com ', 'any', true],
    ['ADA', 'any', true],
    ['ada', 'email', false],
    ['ad', 'any', false],
    ['ada%', 'any', false],
    ['', 'any', false],
    ["' OR ''='", 'any', false],
    ['ada\0', 'any', false],
    ['\ud800', 'any', false],
  ] as const)('asked for %p as %s, finds somebody: %p', async (name, accept, isFound) => {
    const found = await users.findByIdentifier(name, accept);
    expect(found?.username ?? null).toBe(isFound ? 'ada' : null);
  });

  it('says beforehand what would be refused', async () => {
    await expect(users.mustBeFree([emailIdentifier('eve@example.com'), usernameIdentifier('ADA')])).rejects.toThrow(
      new IdentifierTaken('username'),
    );
    await expect(users.mustBeFree([usernameIdentifier('eve')])).resolves.toBeUndefined();
  });
});

describe('changeEmail', () => {
  let ada: User;

  beforeEach(async () => {
    ada = await core.addUser('a@example.com');
    await confirm(ada, 'a@example.com');
  });

  it('keeps the address that was good until the new one is confirmed', async () => {
    await change(ada, 'B@example.com');
    expect(await current(ada)).toMatchObject({ email: 'B@example.com', isEmailVerified: false });
    expect((await users.findByIdentifier('a@example.com', 'email'))?.id).toBe(ada.id);
    expect(await names()).toEqual(['a@example.com', 'b@example.com']);

    core.clock.advance(60);
    expect(await confirm(ada, 'b@example.com')).toBe(true);
    expect(await current(ada)).toMatchObject({
      email: 'B@example.com',
      emailConfirmedAt: core.clock.now(),
      replacedEmail: null,
      replacedEmailConfirmedAt: null,
    });
    expect(await names()).toEqual(['b@example.com']);
    await expect(core.addUser('a@example.com')).resolves.toMatchObject({ email: 'a@example.com' });
  });

  it('from A over B and C back to A leaves no trace, and A as confirmed as it was', async () => {
    const before = await current(ada);
    core.clock.advance(60);
    await change(ada, 'b@example.com');
    await change(ada, 'c@example.com');
    expect(await names()).toEqual(['a@example.com', 'c@example.com']);
    expect(await confirm(ada, 'b@example.com')).toBe(false);
    await change(ada, 'A@example.com');
    expect(await names()).toEqual(['a@example.com']);
    expect(await current(ada)).toEqual(Object.assign(before, { updatedAt: expect.any(Date) }));
    await expect(core.addUser('b@example.com')).resolves.toBeDefined();
    await expect(core.addUser('c@example.com')).resolves.toBeDefined();
  });

  it('from A over B to C, confirmed, lets go of A and B', async () => {
    await change(ada, 'b@example.com');
    await change(ada, 'c@example.com');
    expect(await confirm(ada, 'c@example.com')).toBe(true);
    expect(await names()).toEqual(['c@example.com']);
    await change(ada, 'a@example.com');
    expect(await current(ada)).toMatchObject({ replacedEmail: 'c@example.com', isEmailVerified: false });
  });

  it('changes nothing where the address is the same in another spelling', async () => {
    const before = await current(ada);
    core.clock.advance(60);
    await change(ada, 'A@EXAMPLE.com');
    expect(await current(ada)).toEqual(before);
  });

  it('refuses an address that anybody has, now or until a change of theirs is confirmed', async () => {
    const eve = await core.addUser('e@example.com');
    await change(eve, 'f@example.com');
    const before = await current(ada);
    for (const taken of ['E@example.com', 'f@example.com']) {
      await expect(change(ada, taken)).rejects.toThrow(new IdentifierTaken('email'));
    }
    await change(ada, 'b@example.com');
    await expect(change(ada, 'e@example.com')).rejects.toThrow(new IdentifierTaken('email'));
    expect(await current(ada)).toMatchObject({ email: 'b@example.com', replacedEmail: before.email });
    expect(await names()).toEqual(['a@example.com', 'b@example.com', 'e@example.com', 'f@example.com']);
  });

  it('gives one of two accounts an address that both want at the same moment', async () => {
    const eve = await core.addUser('e@example.com');
    const outcomes = await Promise.allSettled([change(ada, 'n@example.com'), change(eve, 'n@example.com')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await names()).toEqual(['a@example.com', 'e@example.com', 'n@example.com']);
  });

  it('leaves no name behind when one account changes several times at the same moment', async () => {
    const wishes = ['b@example.com', 'c@example.com', 'd@example.com', 'e@example.com'];
    await Promise.all(wishes.map((email) => change(ada, email)));
    const { email } = await current(ada);
    expect(wishes).toContain(email);
    expect(await names()).toEqual(['a@example.com', email]);
    await Promise.all(wishes.map((wish) => confirm(ada, wish)));
    expect(await names()).toEqual([email]);
  });

  it('gives a first address to an account that has but a user name', async () => {
    const bob = await core.addUser('bob');
    await change(bob, 'bob@example.com');
    expect(await current(bob)).toMatchObject({ email: 'bob@example.com', replacedEmail: null });
    await confirm(bob, 'bob@example.com');
    expect(await names()).toEqual(['a@example.com', 'bob', 'bob@example.com']);
  });
});

describe('the state of an account', () => {
  it('is switched off and on', async () => {
    const ada = await core.addUser('ada@example.com');
    await users.setEnabled(ada.id, false);
    expect(await current(ada)).toMatchObject({ isEnabled: false, disabledAt: core.clock.now() });
    await users.setEnabled(ada.id, true);
    expect(await current(ada)).toMatchObject({ isEnabled: true, disabledAt: null });
  });

  it('remembers the last sign-in, which is no change of the account', async () => {
    const ada = await core.addUser('ada@example.com');
    core.clock.advance(60);
    await users.recordSignIn(ada);
    expect(await current(ada)).toMatchObject({
      lastSignInAt: core.clock.now(),
      updatedAt: secondsAfter(core.clock.now(), -60),
    });
  });

  it('does not get back an old password that is being upgraded when a new one was set meanwhile', async () => {
    const ada = await core.addUser('ada@example.com', { passwordHash: 'old' });
    await users.setPasswordHash(ada.id, 'new');
    await users.upgradePasswordHash(ada.id, 'old', 'upgraded');
    expect(await current(ada)).toMatchObject({ passwordHash: 'new' });
  });
});

describe('the names of an account', () => {
  it.each([
    [['ada', 'ada.l@example.com'], 'ada', 'ada.l'],
    [['ada'], 'ada', 'ada'],
    [['ada.l@example.com'], 'ada.l@example.com', 'ada.l'],
  ])('that goes by %j are never empty', async (names, loginName, displayName) => {
    expect(await core.addUser(names)).toMatchObject({ loginName, displayName });
  });
});
