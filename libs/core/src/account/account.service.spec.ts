import { jest } from '@jest/globals';
import { ClientsService, InvalidClient } from '#core/clients';
import { EmailVerificationService } from '#core/email-verification';
import { OneTimeTokensService } from '#core/one-time-tokens';
import { PasswordsService, PasswordUnacceptable } from '#core/passwords';
import { SessionsService } from '#core/sessions';
import { InvalidAccessToken } from '#core/tokens';
import { emailIdentifier, IdentifierTaken, type User, UsersService } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { type AccountChange, AccountModule, type AccountOwner, AccountService } from './index.js';

let core: Core;
let account: AccountService;
let ada: User;
let owner: AccountOwner;

beforeEach(async () => {
  core = await startCore([AccountModule]);
  account = core.get(AccountService);
  ada = await core.addUser('ada@example.com', { userMetadata: { theme: 'dark', size: 1 } });
  owner = { userId: ada.id, sessionId: await openSession(), visitor: VISITOR };
});

afterEach(() => core.close());

const openSession = async (clientId?: string) => {
  const order = { userId: ada.id, visitor: VISITOR, isRefreshable: true, ...(clientId !== undefined && { clientId }) };
  return (await core.get(SessionsService).open(order)).session.id;
};
const endOf = async (id: string) => (await core.get(SessionsService).find(id))?.endReason;
const change = (what: AccountChange) => account.change(owner, what);
const current = () => core.get(UsersService).mustFindById(ada.id);
const fits = async (password: string) =>
  (await core.get(PasswordsService).judge(password, (await current()).passwordHash)).matches;

describe('change', () => {
  it('changes nothing where nothing is given', async () => {
    const before = await current();
    core.clock.advance(60);
    expect(await change({})).toEqual(before);
    expect(await core.mails()).toEqual([]);
  });

  it('merges metadata key by key, and removes what is null', async () => {
    const metadata = { theme: null, size: 2, deep: { a: [1] } };
    expect(await change({ metadata })).toMatchObject({ userMetadata: { size: 2, deep: { a: [1] } } });
    expect((await current()).userMetadata).not.toHaveProperty('theme');
    expect(await change({ metadata: {} })).toMatchObject({ userMetadata: { size: 2, deep: { a: [1] } } });
  });

  it('takes a key that prototypes have for a key like others', async () => {
    const metadata = JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}') as Record<string, unknown>;
    const { userMetadata } = await change({ metadata });
    expect(Object.keys(userMetadata).sort()).toEqual(['__proto__', 'constructor', 'size', 'theme']);
    expect('admin' in userMetadata).toBe(false);
    expect('admin' in {}).toBe(false);
  });

  it('ends all sessions with a new password but the one it was changed in, and kills a recovery under way', async () => {
    const other = await openSession();
    const tokens = core.get(OneTimeTokensService);
    const purpose = 'recover_password';
    const token = await tokens.issue({ userId: ada.id, purpose, email: 'ada@example.com', ttlSeconds: 3600 });
    await change({ password: 'correct horse' });
    expect(await fits('correct horse')).toBe(true);
    expect([await endOf(other), await endOf(owner.sessionId)]).toEqual(['password_changed', null]);
    expect(await tokens.isUsable(token, purpose)).toBe(false);
  });

  it('sends a mail to a new address, none to the same in another spelling', async () => {
    await change({ email: emailIdentifier('ADA@example.com') });
    expect(await core.mails()).toEqual([]);
    expect(await change({ email: emailIdentifier('new@example.com') })).toMatchObject({
      email: 'new@example.com',
      replacedEmail: 'ada@example.com',
      isEmailVerified: false,
    });
    expect(await core.mails()).toMatchObject([{ to: 'new@example.com', subject: 'Confirm your e-mail address' }]);
  });

  it('sends no mail to a verified address that is given back', async () => {
    await core.get(UsersService).confirmEmail(ada, 'ada@example.com');
    await change({ email: emailIdentifier('new@example.com') });
    expect(await change({ email: emailIdentifier('ada@example.com') })).toMatchObject({ isEmailVerified: true });
    expect((await core.mails()).map(({ to }) => to)).toEqual(['new@example.com']);
  });

  it.each<[string, AccountChange, () => unknown]>([
    ['the address is taken', { email: emailIdentifier('eve@example.com') }, () => new IdentifierTaken('email')],
    [
      'the mail cannot be handed in',
      { email: emailIdentifier('new@example.com') },
      () => {
        jest.spyOn(core.get(EmailVerificationService), 'sendTo').mockRejectedValueOnce(new Error('disk full'));
        return 'disk full';
      },
    ],
  ])('changes nothing at all when %s', async (_, what, arrange) => {
    await core.addUser('eve@example.com');
    const other = await openSession();
    const before = await current();
    const failure = arrange() as Error;
    core.clock.advance(60);
    await expect(change({ metadata: { size: 9 }, password: 'correct horse', ...what })).rejects.toThrow(failure);
    expect(await current()).toEqual(before);
    expect(await endOf(other)).toBeNull();
    expect(await core.mails()).toEqual([]);
    expect(await core.rows('SELECT key FROM user_identifiers ORDER BY key')).toEqual([
      { key: 'ada@example.com' },
      { key: 'eve@example.com' },
    ]);
  });

  it('changes nothing when the password is refused', async () => {
    const before = await current();
    await expect(change({ metadata: { size: 9 }, password: 'short' })).rejects.toThrow(PasswordUnacceptable);
    expect(await current()).toEqual(before);
  });

  it('changes nothing when the session has ended while the password was hashed', async () => {
    const before = await current();
    jest.spyOn(core.get(PasswordsService), 'store').mockImplementationOnce(async () => {
      await core.get(SessionsService).end(owner.sessionId, 'logout');
      return 'a hash';
    });
    await expect(change({ password: 'correct horse', metadata: { size: 9 } })).rejects.toThrow(InvalidAccessToken);
    expect(await current()).toEqual(before);
  });
});

describe('the client credentials of the account', () => {
  it('are the same at every asking until they are regenerated, which ends what the old ones opened', async () => {
    const clients = core.get(ClientsService);
    const old = await account.credentialsOf(ada.id);
    expect(await account.credentialsOf(ada.id)).toEqual(old);
    const byClient = await openSession((await clients.prove(old)).id);
    const fresh = await account.regenerateClient(ada.id);
    expect(await account.credentialsOf(ada.id)).toEqual(fresh);
    await expect(clients.prove(old)).rejects.toThrow(InvalidClient);
    await expect(clients.prove(fresh)).resolves.toMatchObject({ userId: ada.id });
    expect([await endOf(byClient), await endOf(owner.sessionId)]).toEqual(['client_regenerated', null]);
  });

  it('stay as they are when ending the sessions fails', async () => {
    const old = await account.credentialsOf(ada.id);
    jest.spyOn(core.get(SessionsService), 'endOpenedBy').mockRejectedValueOnce(new Error('disk full'));
    await expect(account.regenerateClient(ada.id)).rejects.toThrow('disk full');
    expect(await account.credentialsOf(ada.id)).toEqual(old);
  });

  it('are one pair when they are regenerated several times at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => account.regenerateClient(ada.id)));
    const last = await account.credentialsOf(ada.id);
    expect(made).toContainEqual(last);
    expect(await core.rows('SELECT id FROM clients')).toHaveLength(1);
  });
});
