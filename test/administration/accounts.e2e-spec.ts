import { AuditService } from '#core/audit';
import { StaleUpdate } from '#core/organizations';
import type { User } from '#core/users';
import { findAccount, openAccount, PASSWORD } from '../support/accounts.js';
import { type Desk, openDesk, problem, unfit } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { fresh, freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Listed {
  readonly accounts: readonly {
    readonly id: string;
    readonly username: string | null;
    readonly email: string | null;
  }[];
  readonly next: string | null;
}

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const NO_SUCH = problem(404, 'account_not_found', 'There is no such account');

let app: TestApp;
/** Somebody else at each test, so that what is on record of them is that test's alone. */
let desk: Desk;
let ada: User;
let email: string;

beforeAll(async () => {
  app = await startTestApp();
  for (const name of ['taken', 'taken@example.com']) await openAccount(app, { name });
});

beforeEach(async () => {
  email = freshEmail('ada');
  desk = await openDesk(app, 'admin', fresh('admin'));
  ada = await openAccount(app, { name: email });
});

afterAll(() => app.close());

/** The account as the service shows it. */
const shown = (user: User, more: object = {}) => ({
  id: user.id,
  username: user.username,
  email: user.email,
  emailVerified: false,
  replacedEmail: null,
  role: 'user',
  enabled: true,
  disabledAt: null,
  firstName: null,
  lastName: null,
  nickname: null,
  picture: null,
  phone: null,
  userMetadata: {},
  appMetadata: {},
  lastSignInAt: null,
  createdAt: user.createdAt.toISOString(),
  updatedAt: user.updatedAt.toISOString(),
  ...more,
});

const one = (id: string) => `/accounts/${id}`;
const etagOfAda = async () => String((await desk.ask('GET', one(ada.id))).headers.etag);
async function mustFind(name: string): Promise<User> {
  const user = await findAccount(app, name);
  if (!user) throw new Error(`nobody is called ${name}`);
  return user;
}

/** What the desk has done so far. */
async function recorded() {
  const { events } = await app.nest.get(AuditService).find();
  return events
    .filter(({ kind, actor }) => kind.startsWith('admin.') && actor === desk.user.id)
    .map(({ kind, actor, ...about }) => [kind, actor, about.details]);
}

describe('GET /admin/v1/accounts', () => {
  /** Where there is nobody but these. */
  let small: TestApp;
  let admin: Desk;
  let eve: User;
  let adam: User;

  beforeAll(async () => {
    small = await startTestApp();
    admin = await openDesk(small);
    eve = await openAccount(small, { name: 'adeve@example.com' });
    small.clock.advance(1);
    adam = await openAccount(small, { name: 'Adam' });
  });

  afterAll(() => small.close());

  const search = async (query: string) => (await admin.ask<Listed>('GET', `/accounts?${query}`)).body;
  const found = async (query: string) => (await search(query)).accounts.map((user) => user.username ?? user.email);

  it('lists accounts, the newest first', async () => {
    const reply = await admin.ask<Listed>('GET', '/accounts?size=2');
    expect(reply).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(reply.body).toEqual({ accounts: [shown(adam), shown(eve)], next: expect.any(String) });
    const rest = await admin.ask('GET', `/accounts?size=2&cursor=${encodeURIComponent(reply.body.next ?? '')}`);
    expect(rest.body).toEqual({ accounts: [shown(admin.user, { role: 'admin' })], next: null });
  });

  it('finds a person by name, by how it begins, and by what the account is', async () => {
    expect(await found('identifier=ADEVE@example.com')).toEqual(['adeve@example.com']);
    expect(await found('identifier=nobody')).toEqual([]);
    expect(await found('identifierPrefix=AD')).toEqual(['Adam', 'adeve@example.com', 'admin']);
    expect(await found('role=admin')).toEqual(['admin']);
    expect(await found('enabled=false')).toEqual([]);
    expect(await found('enabled=true&emailVerified=false&identifierPrefix=adam')).toEqual(['Adam']);
    const now = encodeURIComponent(small.clock.now().toISOString());
    expect(await found(`createdFrom=${now}&role=user`)).toEqual(['Adam']);
    expect(await found(`createdUntil=${now}`)).toEqual(['adeve@example.com', 'admin']);
  });

  it('takes no cursor that it did not give for that list', async () => {
    const { next } = await search('size=1');
    const invalid = { status: 400, body: problem(400, 'cursor_invalid', 'The page cursor is not valid') };
    for (const cursor of [`${String(next)}x`, 'x', 'a.b', `${String(next)}&role=user`]) {
      expect(answerOf(await admin.ask('GET', `/accounts?size=1&cursor=${cursor}`))).toEqual(invalid);
    }
  });

  it.each([
    ['size=0', 'size', 'is_whole_number', 'size must be a whole number from 1 to 200'],
    ['size=201', 'size', 'is_whole_number', 'size must be a whole number from 1 to 200'],
    ['size=1&size=2', 'size', 'is_whole_number', 'size must be a whole number from 1 to 200'],
    ['role=king', 'role', 'is_choice', 'role must be one of guest, user, moderator, admin, superadmin'],
    ['enabled=yes', 'enabled', 'is_choice', 'enabled must be one of true, false'],
    [
      'createdFrom=yesterday',
      'createdFrom',
      'is_moment',
      'createdFrom must be a date and time such as 2030-01-01T12:00:00Z',
    ],
    [
      'createdUntil=2030-13-01T00:00:00Z',
      'createdUntil',
      'is_moment',
      'createdUntil must be a date and time such as 2030-01-01T12:00:00Z',
    ],
    [
      'identifier=%00',
      'identifier',
      'is_identifier',
      'identifier must be a text of 1 to 255 characters without control characters',
    ],
  ])('refuses %s', async (query, field, rule, message) => {
    const body = unfit('query', field, rule, message);
    expect(answerOf(await admin.ask('GET', `/accounts?${query}`))).toEqual({ status: 422, body });
  });
});

describe('POST /admin/v1/accounts', () => {
  it('creates an account with all that is given', async () => {
    const told = {
      username: fresh('Bob'),
      email: freshEmail('bob'),
      role: 'moderator',
      firstName: 'Bob',
      lastName: 'Builder',
      nickname: 'bob',
      picture: 'https://example.com/bob.png',
      phone: '+44 20 7946 0000',
      userMetadata: { theme: 'dark' },
      appMetadata: { plan: 'gold' },
      emailVerified: true,
    };
    const json = { ...told, password: PASSWORD, id: NOBODY, passwordHash: 'x' };
    const reply = await desk.ask<{ id: string; updatedAt: string }>('POST', '/accounts', { json });
    const bob = await mustFind(told.username.toLowerCase());
    expect(reply).toMatchObject({
      status: 201,
      headers: { location: `/admin/v1/accounts/${bob.id}`, etag: expect.stringMatching(/^"[\da-z]+"$/) },
    });
    expect(reply.body).toEqual(shown(bob, told));
    const credentials = { username: told.email, password: PASSWORD };
    expect(await app.send('POST', '/api/v1/auth/login', { json: credentials })).toMatchObject({ status: 200 });
    expect(await recorded()).toEqual([
      [
        'admin.account_created',
        desk.user.id,
        {
          role: 'moderator',
          fields: [
            'appMetadata',
            'email',
            'firstName',
            'lastName',
            'nickname',
            'phone',
            'picture',
            'userMetadata',
            'username',
          ],
        },
      ],
    ]);
  });

  it('lets the owner choose the password where none is given, which proves the address too', async () => {
    const bob = freshEmail('bob');
    await desk.ask('POST', '/accounts', { json: { email: bob } });
    const [mail] = await app.mailTo(bob);
    const token = new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '';
    const raw = new URLSearchParams({ token, password: PASSWORD, passwordAgain: PASSWORD }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await app.send('POST', '/account/reset-password', { raw, headers })).toMatchObject({ status: 200 });
    expect((await findAccount(app, bob))?.isEmailVerified).toBe(true);
  });

  it.each<[string, object, number, object]>([
    [
      'a name that is taken',
      { email: 'TAKEN@example.com' },
      409,
      problem(409, 'identifier_taken', 'That e-mail address is already taken'),
    ],
    [
      'no name',
      { password: PASSWORD },
      422,
      problem(422, 'identifier_invalid', 'username or e-mail address must be given'),
    ],
    [
      'no way to a password',
      { username: 'bob' },
      409,
      problem(409, 'no_email_address', 'The account has no e-mail address to send a mail to'),
    ],
    [
      'two addresses',
      { username: 'b@example.com', email: 'c@example.com' },
      422,
      problem(422, 'identifier_invalid', 'email must be given once'),
    ],
    [
      'a superadmin',
      { email: 'bob@example.com', role: 'superadmin' },
      403,
      problem(403, 'not_permitted', 'Only a superadmin may make a superadmin'),
    ],
    [
      'a short password',
      { username: 'bob', password: 'short' },
      422,
      problem(422, 'password_unacceptable', 'password must be at least 8 characters long'),
    ],
    [
      'a role that is none',
      { username: 'bob', role: 'king' },
      422,
      unfit('body', 'role', 'is_choice', 'role must be one of guest, user, moderator, admin, superadmin'),
    ],
    [
      'a flag that is none',
      { username: 'bob', emailVerified: 'yes' },
      422,
      unfit('body', 'emailVerified', 'is_flag', 'emailVerified must be true or false'),
    ],
    [
      'metadata that is none',
      { username: 'bob', appMetadata: [] },
      422,
      unfit('body', 'appMetadata', 'is_object', 'appMetadata must be a JSON object'),
    ],
  ])('refuses %s, and creates nothing', async (_, json, status, body) => {
    const before = await desk.ask<Listed>('GET', '/accounts?size=200');
    expect(answerOf(await desk.ask('POST', '/accounts', { json }))).toEqual({ status, body });
    expect(before.body.next).toBeNull();
    expect((await desk.ask('GET', '/accounts?size=200')).body).toEqual(before.body);
    expect(await recorded()).toEqual([]);
  });

  it('refuses what is no JSON', async () => {
    const raw = await desk.ask('POST', '/accounts', { raw: '{', headers: { 'content-type': 'application/json' } });
    expect(raw.status).toBe(400);
    const text = await desk.ask('POST', '/accounts', { raw: 'x', headers: { 'content-type': 'text/plain' } });
    expect(text.status).toBe(415);
  });
});

describe('GET /admin/v1/accounts/{id}', () => {
  it('shows an account, and which state of it that is', async () => {
    const reply = await desk.ask('GET', one(ada.id));
    expect(reply).toMatchObject({ status: 200, headers: { etag: `"${ada.updatedAt.getTime().toString(36)}"` } });
    expect(reply.body).toEqual(shown(ada));
  });

  it('knows nobody else', async () => {
    for (const id of [NOBODY, 'x', '%00', '%27', '..%2Fapi-keys', ada.id.toUpperCase()]) {
      expect(answerOf(await desk.ask('GET', one(id)))).toEqual({ status: 404, body: NO_SUCH });
    }
  });
});

describe('PATCH /admin/v1/accounts/{id}', () => {
  it('changes what is given', async () => {
    const json = { username: fresh('ada'), firstName: 'Ada', lastName: null, appMetadata: { plan: 'gold' } };
    const reply = await desk.ask('PATCH', one(ada.id), { json, headers: { 'if-match': await etagOfAda() } });
    const user = await mustFind(json.username);
    expect(reply).toMatchObject({ status: 200, headers: { etag: await etagOfAda() } });
    expect(reply.body).toEqual(shown(user, json));
    expect(await recorded()).toEqual([
      ['admin.account_updated', desk.user.id, { fields: ['appMetadata', 'firstName', 'lastName', 'username'] }],
    ]);
  });

  it('asks for a new address to be verified', async () => {
    const renewed = freshEmail('new');
    const reply = await desk.ask('PATCH', one(ada.id), { json: { email: renewed } });
    expect(reply.body).toMatchObject({ email: renewed, replacedEmail: email });
    expect(await app.mailTo(renewed)).toHaveLength(1);
  });

  it('is refused where somebody else was quicker', async () => {
    const before = await etagOfAda();
    await desk.ask('PATCH', one(ada.id), { json: { firstName: 'Ada' } });
    const stale = { status: 412, body: problem(412, 'stale_update', new StaleUpdate().message) };
    const change = (tag: string) =>
      desk.ask('PATCH', one(ada.id), { json: { firstName: 'Eve' }, headers: { 'if-match': tag } });
    for (const tag of [before, `W/${await etagOfAda()}`, '"zzz", "yyy"', '"!"', '""']) {
      expect(answerOf(await change(tag))).toEqual(stale);
    }
    expect(await findAccount(app, email)).toMatchObject({ firstName: 'Ada' });
    expect(await change(`"zzz", ${await etagOfAda()}`)).toMatchObject({ status: 200 });
    expect(await change('*')).toMatchObject({ status: 200 });
  });

  it.each(['nonsense', '"a" "b"', '"a', 'W/', ','])('takes no If-Match of %s', async (tag) => {
    const reply = await desk.ask('PATCH', one(ada.id), { json: {}, headers: { 'if-match': tag } });
    expect(answerOf(reply)).toEqual({ status: 400, body: problem(400, 'bad_request', 'The request cannot be read') });
  });

  it.each<[string, object, number, string]>([
    ['a name that is taken', { username: 'TAKEN' }, 409, 'identifier_taken'],
    ['an address in place of a user name', { username: 'b@example.com' }, 422, 'identifier_invalid'],
    ['no address', { email: null }, 422, 'invalid_input'],
    ['a name that is none', { firstName: 7 }, 422, 'invalid_input'],
    ['metadata without end', { appMetadata: { x: 'x'.repeat(65_530) } }, 413, 'body_too_large'],
  ])('refuses %s, and changes nothing', async (_, json, status, code) => {
    expect(await desk.ask('PATCH', one(ada.id), { json })).toMatchObject({ status, body: { status, code } });
    expect((await desk.ask('GET', one(ada.id))).body).toEqual(shown(ada));
  });

  it('knows nobody else', async () => {
    expect(answerOf(await desk.ask('PATCH', one(NOBODY), { json: {} }))).toEqual({ status: 404, body: NO_SUCH });
  });
});

describe('DELETE /admin/v1/accounts/{id}', () => {
  it('removes an account, in the state that was read', async () => {
    const headers = { 'if-match': await etagOfAda() };
    expect(await desk.ask('DELETE', one(ada.id), { headers })).toMatchObject({ status: 204, body: '' });
    expect(answerOf(await desk.ask('GET', one(ada.id)))).toEqual({ status: 404, body: NO_SUCH });
    expect(answerOf(await desk.ask('DELETE', one(ada.id)))).toEqual({ status: 404, body: NO_SUCH });
    expect(await recorded()).toEqual([['admin.account_deleted', desk.user.id, { role: 'user', sessionsEnded: 0 }]]);
  });

  it('is refused where somebody else was quicker', async () => {
    const headers = { 'if-match': await etagOfAda() };
    await desk.ask('PATCH', one(ada.id), { json: { firstName: 'Ada' } });
    expect(await desk.ask('DELETE', one(ada.id), { headers })).toMatchObject({ status: 412 });
    expect(await desk.ask('GET', one(ada.id))).toMatchObject({ status: 200 });
  });
});
