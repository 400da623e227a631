import { API_KEY_SCOPES, ApiKeysService } from '#core/api-keys';
import type { User } from '#core/users';
import { AccessTable } from '#edge';
import { SessionsService } from '#core/sessions';
import { disable, openAccount } from '../support/accounts.js';
import { apiKeyFor, ask, openDesk, problem, tokenFor } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const BAD_TOKEN = {
  status: 401,
  body: problem(401, 'invalid_access_token', 'The access token is missing, invalid or expired'),
};
const BAD_KEY = {
  status: 401,
  body: problem(401, 'invalid_api_key', 'The API key is invalid, expired or revoked'),
};
const forbidden = (title: string) => ({ status: 403, body: problem(403, 'not_permitted', title) });

/** Every route that this API had when this was written, and the scope by which a key may use it. */
const SCOPES: Readonly<Record<string, string>> = {
  'GET /accounts': 'accounts:read',
  'POST /accounts': 'accounts:write',
  'GET /accounts/:id': 'accounts:read',
  'PATCH /accounts/:id': 'accounts:write',
  'DELETE /accounts/:id': 'accounts:write',
  'POST /accounts/:id/disable': 'accounts:write',
  'POST /accounts/:id/enable': 'accounts:write',
  'PUT /accounts/:id/role': 'accounts:write',
  'POST /accounts/:id/verify-email': 'accounts:write',
  'POST /accounts/:id/password-reset': 'accounts:write',
  'GET /accounts/:id/sessions': 'sessions:read',
  'DELETE /accounts/:id/sessions': 'sessions:write',
  'DELETE /accounts/:id/sessions/:sessionId': 'sessions:write',
  'GET /accounts/:id/clients': 'clients:read',
  'POST /accounts/:id/clients': 'clients:write',
  'DELETE /accounts/:id/clients/:clientId': 'clients:write',
  'GET /signing-keys': 'keys:read',
  'POST /signing-keys': 'keys:write',
  'GET /overview': 'overview:read',
};

const SUPERADMINS_ROUTES = ['GET /api-keys', 'DELETE /api-keys/:id'];

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.close());

/** Every route below `/admin/v1`, as the running service has it. */
function routes(): string[] {
  const all = app.nest.get(AccessTable).list();
  return all.filter(({ path }) => path.startsWith('/admin/v1')).map(({ method, path }) => `${method} ${path.slice(9)}`);
}

const call = (credential: string, route: string) => {
  const [method = '', path = ''] = route.split(' ');
  const json = route === 'PUT /accounts/:id/role' ? { role: 'user' } : {};
  return ask(app, credential, { method, path: path.replaceAll(/:\w+/g, NOBODY), json });
};

describe('every route', () => {
  it('takes an access token, and a key where it is not for superadmins alone, and says so', () => {
    const all = app.nest.get(AccessTable).list();
    for (const { method, path, credentials } of all.filter((route) => route.path.startsWith('/admin/v1/'))) {
      const isForSuperadmins = SUPERADMINS_ROUTES.includes(`${method} ${path.slice(9)}`);
      expect([path, credentials]).toEqual([path, isForSuperadmins ? ['access_token'] : ['access_token', 'api_key']]);
    }
    expect(routes()).toEqual(expect.arrayContaining([...Object.keys(SCOPES), ...SUPERADMINS_ROUTES]));
  });

  it('is closed to nobody, and to a token that is none', async () => {
    for (const route of routes()) {
      const [method = '', path = ''] = route.split(' ');
      const reply = await app.send(method, `/admin/v1${path.replaceAll(/:\w+/g, NOBODY)}`);
      expect([route, answerOf(reply)]).toEqual([route, BAD_TOKEN]);
      expect(reply.headers['www-authenticate']).toBe('Bearer');
      expect(answerOf(await call('nonsense', route))).toEqual(BAD_TOKEN);
    }
  });

  it.each(['guest', 'user', 'moderator'] as const)('is forbidden to a %s', async (role) => {
    const { token } = await openDesk(app, role);
    for (const route of routes()) {
      expect([route, answerOf(await call(token, route))]).toEqual([
        route,
        forbidden('The account is no administrator'),
      ]);
    }
  });

  it('is closed to a key that is unknown, expired or revoked', async () => {
    const keys = app.nest.get(ApiKeysService);
    const order = { name: 'x', scopes: API_KEY_SCOPES, expiresAt: new Date(app.clock.now().getTime() + 1000) };
    const expired = await keys.create(order, { actor: 'cli' });
    const revoked = await keys.create({ ...order, expiresAt: new Date('2030-12-01') }, { actor: 'cli' });
    await keys.revoke(revoked.apiKey.id, { actor: 'cli' });
    app.clock.advance(1);
    const unknown = `rsk_${'A'.repeat(59)}`;
    for (const key of [expired.secret, revoked.secret, unknown, 'rsk_', `${revoked.secret}x`]) {
      expect(answerOf(await call(key, 'GET /overview'))).toEqual(BAD_KEY);
    }
  });
});

describe('an API key', () => {
  it('does what its scopes name and nothing else', async () => {
    for (const [route, scope] of Object.entries(SCOPES)) {
      const others = API_KEY_SCOPES.filter((other) => other !== scope && other !== scope.replace(':read', ':write'));
      const without = await call(await apiKeyFor(app, ...others), route);
      expect([route, answerOf(without)]).toEqual([route, forbidden(`The API key lacks the scope ${scope}`)]);
      const granted = await call(await apiKeyFor(app, ...API_KEY_SCOPES.filter((other) => other === scope)), route);
      expect([route, granted.status]).not.toEqual([route, 403]);
      expect([route, granted.status]).not.toEqual([route, 401]);
    }
  });

  it('that may do everything is no superadmin', async () => {
    const key = await apiKeyFor(app, ...API_KEY_SCOPES);
    for (const route of SUPERADMINS_ROUTES) {
      expect(answerOf(await call(key, route))).toEqual(forbidden('Only a superadmin may do that'));
    }
    const root = await openAccount(app, { name: 'root', role: 'superadmin' });
    expect(answerOf(await ask(app, key, { method: 'POST', path: `/accounts/${root.id}/disable` }))).toEqual(
      forbidden('Only a superadmin may change a superadmin'),
    );
  });
});

describe('an admin', () => {
  let token: string;
  let superadmin: User;

  beforeAll(async () => {
    ({ token } = await openDesk(app, 'admin'));
    superadmin = await openAccount(app, { name: 'boss@example.com', role: 'superadmin' });
  });

  it('may call every route but those of superadmins', async () => {
    for (const route of Object.keys(SCOPES)) {
      const { status } = await call(token, route);
      expect([route, status === 401 || status === 403]).toEqual([route, false]);
    }
    for (const route of SUPERADMINS_ROUTES) {
      expect(answerOf(await call(token, route))).toEqual(forbidden('Only a superadmin may do that'));
    }
  });

  it.each<[string, string, object?]>([
    ['PATCH', '', { firstName: 'Eve' }],
    ['PATCH', '', { email: 'eve@example.com' }],
    ['DELETE', ''],
    ['POST', '/disable'],
    ['POST', '/enable'],
    ['PUT', '/role', { role: 'user' }],
    ['POST', '/verify-email'],
    ['POST', '/password-reset'],
    ['DELETE', '/sessions'],
    ['DELETE', `/sessions/${NOBODY}`],
    ['POST', '/clients'],
    ['DELETE', '/clients/x'],
  ])('changes nothing of a superadmin by %s %s', async (method, path, ...[json]) => {
    const before = await ask(app, token, { method: 'GET', path: `/accounts/${superadmin.id}` });
    const reply = await ask(app, token, { method, path: `/accounts/${superadmin.id}${path}`, ...(json && { json }) });
    expect(answerOf(reply)).toEqual(forbidden('Only a superadmin may change a superadmin'));
    const after = await ask(app, token, { method: 'GET', path: `/accounts/${superadmin.id}` });
    expect(after.body).toEqual(before.body);
  });

  it('makes no superadmin', async () => {
    const ada = await openAccount(app, { name: 'ada@example.com' });
    const json = { role: 'superadmin' };
    const refused = forbidden('Only a superadmin may make a superadmin');
    expect(answerOf(await ask(app, token, { method: 'PUT', path: `/accounts/${ada.id}/role`, json }))).toEqual(refused);
    const account = { ...json, email: 'eve@example.com' };
    expect(answerOf(await ask(app, token, { method: 'POST', path: '/accounts', json: account }))).toEqual(refused);
  });

  it('is one no longer than the role, the account and the session last', async () => {
    const { user, token: theirs } = await openDesk(app, 'admin', 'short-lived');
    await app.nest.get(SessionsService).endAllOf(user.id, 'logout');
    expect(answerOf(await call(theirs, 'GET /overview'))).toEqual(BAD_TOKEN);
    const again = await tokenFor(app, user);
    expect(await call(again, 'GET /overview')).toMatchObject({ status: 200 });
    await disable(app, user);
    expect(answerOf(await call(again, 'GET /overview'))).toEqual(BAD_TOKEN);
  });
});

describe('a superadmin', () => {
  it('may call every route, and change another', async () => {
    const { token } = await openDesk(app, 'superadmin', 'first');
    for (const route of routes()) {
      const { status } = await call(token, route);
      expect([route, status === 401 || status === 403]).toEqual([route, false]);
    }
    const second = await openAccount(app, { name: 'second', role: 'superadmin' });
    const json = { role: 'user' };
    expect(await ask(app, token, { method: 'PUT', path: `/accounts/${second.id}/role`, json })).toMatchObject({
      status: 200,
      body: { role: 'user' },
    });
  });
});
