import { ApiKeysService } from '#core/api-keys';
import { openAccount, PASSWORD } from '../support/accounts.js';
import { apiKeyFor, ask, openDesk, problem, unfit } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const DAY = 86_400;

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.close());

interface SigningKeys {
  readonly keys: readonly { readonly id: string }[];
}

interface ApiKeys {
  readonly apiKeys: readonly { readonly id: string }[];
}

describe('/admin/v1/signing-keys', () => {
  it('lists the keys, and puts a new one in charge', async () => {
    const desk = await openDesk(app);
    const createdAt = app.clock.now().toISOString();
    const before = await desk.ask<SigningKeys>('GET', '/signing-keys');
    const [old] = before.body.keys;
    const signing = { id: expect.any(String), algorithm: 'ES256', state: 'signing', createdAt, retiresAt: null };
    expect(answerOf(before)).toEqual({ status: 200, body: { keys: [signing] } });
    const after = await desk.ask('POST', '/signing-keys');
    const verifying = { ...signing, id: old?.id, state: 'verifying', retiresAt: expect.any(String) };
    expect(answerOf(after)).toEqual({ status: 201, body: { keys: [signing, verifying] } });
    const { body } = await app.send<{ keys: { kid: string }[] }>('GET', '/.well-known/jwks.json');
    expect(body.keys).toHaveLength(2);
    expect(await desk.ask('GET', '/signing-keys')).toMatchObject({ status: 200 });
  });
});

describe('/admin/v1/api-keys', () => {
  let secret: string;

  beforeAll(async () => {
    secret = await apiKeyFor(app, 'overview:read');
  });

  it('lists the keys of programs without what is secret, and revokes them', async () => {
    const root = await openDesk(app, 'superadmin');
    const now = app.clock.now().toISOString();
    expect(await ask(app, secret, { method: 'GET', path: '/overview' })).toMatchObject({ status: 200 });
    const listed = await root.ask<ApiKeys>('GET', '/api-keys');
    const shown = {
      id: expect.any(String),
      name: 'A program',
      hint: secret.slice(0, 20),
      scopes: ['overview:read'],
      createdBy: 'cli',
      createdAt: now,
      expiresAt: new Date(app.clock.now().getTime() + DAY * 1000).toISOString(),
      lastUsedAt: now,
      revokedAt: null,
    };
    expect(answerOf(listed)).toEqual({ status: 200, body: { apiKeys: [shown], next: null } });
    const id = listed.body.apiKeys[0]?.id ?? '';
    const revoked = await root.ask('DELETE', `/api-keys/${id}`);
    expect(answerOf(revoked)).toEqual({ status: 200, body: { ...shown, revokedAt: now } });
    expect(await ask(app, secret, { method: 'GET', path: '/overview' })).toMatchObject({ status: 401 });
    const body = problem(404, 'api_key_not_found', 'There is no such API key');
    expect(answerOf(await root.ask('DELETE', `/api-keys/${NOBODY}`))).toEqual({ status: 404, body });
    expect(await root.ask('GET', '/api-keys?cursor=x')).toMatchObject({ status: 400 });
  });

  it('are kept as no more than a digest', async () => {
    const { rows } = await app.nest.get(ApiKeysService).list();
    expect(JSON.stringify(rows)).toContain('A program');
    expect(JSON.stringify(rows)).not.toContain(secret.slice(20));
  });
});

describe('GET /admin/v1/overview', () => {
  /** Where nothing is to be counted but this. */
  let small: TestApp;

  beforeAll(async () => {
    small = await startTestApp();
  });

  afterAll(() => small.close());

  it('counts accounts, live sessions, and sign-ins per day and dialect', async () => {
    await openAccount(small, { name: 'ada@example.com' });
    const kleister = () =>
      small.send('POST', '/api/v1/auth/login', { json: { username: 'ada@example.com', password: PASSWORD } });
    const cadenza = () =>
      small.send('POST', '/api/v3/auth/login', { json: { email: 'ada@example.com', password: PASSWORD } });
    for (const signIn of [kleister, kleister, cadenza]) await signIn();
    small.clock.advance(DAY);
    await cadenza();
    const desk = await openDesk(small);
    const overview = {
      countedAtMost: 100_000,
      accounts: { all: 2, disabled: 0, unverified: 2 },
      liveSessions: 5,
      signIns: [
        { day: '2030-01-02', dialect: 'cadenza', count: 1 },
        { day: '2030-01-01', dialect: 'cadenza', count: 1 },
        { day: '2030-01-01', dialect: 'kleister', count: 2 },
      ],
      signInsComplete: true,
    };
    expect(answerOf(await desk.ask('GET', '/overview'))).toEqual({ status: 200, body: overview });
    const today = { ...overview, signIns: overview.signIns.slice(0, 1) };
    expect((await desk.ask('GET', '/overview?days=1')).body).toEqual(today);
    const message = 'days must be a whole number from 1 to 31';
    const body = unfit('query', 'days', 'is_whole_number', message);
    expect(answerOf(await desk.ask('GET', '/overview?days=32'))).toEqual({ status: 422, body });
  });
});

describe('what is not there', () => {
  it('is told as a problem below /admin/v1', async () => {
    const unknown = await app.send('GET', '/admin/v1/nothing');
    expect(answerOf(unknown)).toEqual({
      status: 404,
      body: problem(404, 'route_unknown', 'There is nothing at this address'),
    });
    const method = await app.send('PUT', '/admin/v1/overview');
    expect(method).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
      body: { code: 'method_not_allowed' },
    });
  });
});
