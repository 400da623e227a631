import { AuditService } from '#core/audit';
import { SessionsService } from '#core/sessions';
import { AccessTokensService } from '#core/tokens';
import type { User } from '#core/users';
import { findAccount, openAccount, PASSWORD } from '../support/accounts.js';
import { freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Listed {
  readonly sessions: readonly { readonly id: string; readonly current: boolean }[];
}

const MINUTE = 60;
const DAY = 86_400;

let app: TestApp;
let ada: User;
let email: string;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  email = freshEmail('ada');
  ada = await openAccount(app, { name: email });
});

afterAll(() => app.close());

const problem = (status: number, code: string, title: string) => ({ type: 'about:blank', status, title, code });
const NO_SUCH = problem(404, 'route_unknown', 'There is nothing at this address');

async function signIn(name = email): Promise<string> {
  const { body } = await app.send<{ data: { session: { access_token: string } } }>('POST', '/api/v3/auth/login', {
    json: { email: name, password: PASSWORD },
    headers: { 'user-agent': 'laptop' },
  });
  return /eyJ[\w.-]+/.exec(JSON.stringify(body))?.[0] ?? '';
}

async function signInByKleister(): Promise<string> {
  const json = { username: email, password: PASSWORD };
  const { body } = await app.send<{ token: string }>('POST', '/api/v1/auth/login', { json });
  return body.token;
}

const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const list = (token: string) => app.send<Listed>('GET', '/account/v1/sessions', as(token));
const idOf = async (token: string) => (await list(token)).body.sessions.find(({ current }) => current)?.id ?? '';

describe('GET /account/v1/sessions', () => {
  it('lists where the account is signed in, through whichever API', async () => {
    const laptop = await signIn();
    const createdAt = app.clock.now().toISOString();
    app.clock.advance(5 * MINUTE);
    const script = await signInByKleister();
    const now = app.clock.now().toISOString();
    const reply = await list(laptop);
    expect(reply).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(reply.body).toEqual({
      sessions: [
        {
          id: await idOf(script),
          current: false,
          device: null,
          dialect: 'kleister',
          address: '127.0.0.1',
          createdAt: now,
          lastUsedAt: now,
        },
        {
          id: await idOf(laptop),
          current: true,
          device: 'laptop',
          dialect: 'cadenza',
          address: '127.0.0.1',
          createdAt,
          lastUsedAt: now,
        },
      ],
    });
  });

  it('lists neither those that are over, nor those of others', async () => {
    const bob = freshEmail('bob');
    await openAccount(app, { name: bob });
    await signIn(bob);
    await signIn();
    app.clock.advance(31 * DAY);
    const ended = await signIn();
    const laptop = await signIn();
    await app.send('POST', '/api/v3/auth/logout', as(ended));
    expect((await list(laptop)).body.sessions).toHaveLength(1);
  });

  it.each([
    ['nobody', () => ({})],
    ['a token that is none', () => as('nonsense')],
  ])('is refused to %s', async (_, sending) => {
    const reply = await app.send('GET', '/account/v1/sessions', sending());
    expect(reply).toMatchObject({
      status: 401,
      headers: { 'content-type': 'application/problem+json; charset=utf-8', 'www-authenticate': 'Bearer' },
    });
    expect(reply.body).toEqual(problem(401, 'invalid_access_token', 'The access token is missing, invalid or expired'));
  });
});

describe('DELETE /account/v1/sessions/{id}', () => {
  it('ends one, which is refused in every API from then on', async () => {
    const [laptop, script] = [await signIn(), await signInByKleister()];
    const id = await idOf(script);
    expect(await app.send('DELETE', `/account/v1/sessions/${id}`, as(laptop))).toMatchObject({ status: 204, body: '' });
    expect(await app.send('GET', `/api/v1/auth/verify/${script}`)).toMatchObject({ status: 401 });
    expect(await app.send('GET', '/api/v3/auth/user', as(script))).toMatchObject({ status: 401 });
    expect((await list(laptop)).body.sessions).toHaveLength(1);
    const { events } = await app.nest.get(AuditService).find({ kind: 'session.ended', accountId: ada.id });
    expect(events).toMatchObject([
      { actor: ada.id, accountId: ada.id, sessionId: id, origin: 'account', details: { reason: 'ended_by_owner' } },
    ]);
  });

  it('may end the one that asks', async () => {
    const laptop = await signIn();
    expect(await app.send('DELETE', `/account/v1/sessions/${await idOf(laptop)}`, as(laptop))).toMatchObject({
      status: 204,
    });
    expect(await list(laptop)).toMatchObject({ status: 401 });
  });

  it('knows neither what is not, nor what is over, nor what is somebody else’s', async () => {
    const bob = await openAccount(app, { name: freshEmail('bob') });
    const laptop = await signIn();
    const theirs = await app.nest
      .get(SessionsService)
      .open({ userId: bob.id, visitor: { origin: 'cadenza' }, isRefreshable: false });
    const script = await signInByKleister();
    const over = await idOf(script);
    await app.send('DELETE', `/account/v1/sessions/${over}`, as(laptop));
    for (const id of [theirs.session.id, over, '0197a000-0000-7000-8000-000000000001', 'x', '%00', '..%2F', '%27']) {
      const reply = await app.send('DELETE', `/account/v1/sessions/${id}`, as(laptop));
      expect(reply.status).toBe(404);
      expect(reply.body).toEqual(NO_SUCH);
    }
    const token = await app.nest.get(AccessTokensService).issueFor(theirs.session);
    expect(await list(token.token)).toMatchObject({ status: 200 });
  });
});

describe('DELETE /account/v1/sessions', () => {
  it('ends all others', async () => {
    const [laptop, script, phone] = [await signIn(), await signInByKleister(), await signIn()];
    const reply = await app.send('DELETE', '/account/v1/sessions', as(laptop));
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ ended: 2 });
    expect((await list(laptop)).body.sessions).toHaveLength(1);
    for (const token of [script, phone]) expect(await list(token)).toMatchObject({ status: 401 });
    expect((await findAccount(app, email))?.isEnabled).toBe(true);
  });
});

describe('what is not there', () => {
  it('is told as a problem below /account/v1, as a page beside it', async () => {
    const unknown = await app.send('GET', '/account/v1/nothing');
    expect(unknown).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    });
    expect(unknown.body).toEqual(NO_SUCH);
    const method = await app.send('PUT', '/account/v1/sessions');
    expect(method).toMatchObject({ status: 405, headers: { allow: 'DELETE, GET, HEAD' } });
    expect(method.body).toEqual(problem(405, 'method_not_allowed', 'This address does not take that method'));
    expect((await app.send('GET', '/account/nothing')).headers['content-type']).toContain('text/html');
  });
});
