import { AuditService, type RecordedEvent } from '#core/audit';
import { findAccount } from '../support/accounts.js';
import { freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const PASSWORD = 'correct horse battery staple';
const CHANGED = 'another horse battery staple';
const RECOVERED = 'a third horse battery staple';

let app: TestApp;
let email: string;

beforeEach(() => {
  email = freshEmail('ada');
});

const post = (path: string, json: unknown, token?: string) =>
  app.send('POST', path, { json, ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }) });

async function events(): Promise<readonly RecordedEvent[]> {
  return [...(await app.nest.get(AuditService).find({ limit: 500 })).events].reverse();
}

/** Every text of an answer that is long enough to be a token. */
const tokensIn = (body: unknown) => JSON.stringify(body).match(/[\w.-]{40,}/g) ?? [];

async function form(path: string, fields: Record<string, string>) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return app.send('POST', path, { headers, raw: new URLSearchParams(fields).toString() });
}

async function linkTo(address: string): Promise<URL> {
  const [mail] = await app.mailTo(address);
  return new URL(mail?.links[0] ?? '');
}

const signUp = () => post('/api/v3/auth/signup', { email, password: PASSWORD });

describe('a sign-in', () => {
  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('is on record as a whole, by the request it came with', async () => {
    await signUp();
    const before = (await events()).length;
    const reply = await post('/api/v3/auth/login', { email, password: PASSWORD });
    const ada = await findAccount(app, email);
    expect((await events()).slice(before)).toEqual([
      {
        id: expect.any(String),
        sequence: before + 1,
        kind: 'sign_in.succeeded',
        at: app.clock.now(),
        actor: ada?.id,
        accountId: ada?.id,
        sessionId: expect.stringMatching(/^[\da-f-]{36}$/),
        organizationId: null,
        origin: 'cadenza',
        address: '127.0.0.1',
        requestId: reply.headers['x-request-id'],
        details: { credential: 'password' },
      },
    ]);
  });

  it.each([
    ['a wrong password', { password: 'a wrong password' }, 'wrong password', true],
    ['an unknown name', { email: 'nobody@example.com' }, 'unknown', false],
  ])('that fails by %s is on record as a whole', async (_, credentials, reason, isKnown) => {
    await signUp();
    const before = (await events()).length;
    const reply = await post('/api/v3/auth/login', { email, password: PASSWORD, ...credentials });
    const ada = await findAccount(app, email);
    expect((await events()).slice(before)).toEqual([
      {
        id: expect.any(String),
        sequence: before + 1,
        kind: 'sign_in.failed',
        at: app.clock.now(),
        actor: 'anybody',
        accountId: isKnown ? ada?.id : null,
        sessionId: null,
        organizationId: null,
        origin: 'cadenza',
        address: '127.0.0.1',
        requestId: reply.headers['x-request-id'],
        details: { credential: 'password', reason },
      },
    ]);
  });
});

describe('the life of an account', () => {
  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('is on record from end to end, without a secret', async () => {
    const secrets: string[] = [PASSWORD, CHANGED, RECOVERED];
    const asked = async (reply: Promise<{ body: unknown }>) => {
      const { body } = await reply;
      const tokens = tokensIn(body);
      secrets.push(...tokens);
      return tokens;
    };
    const logIn = (password: string) => post('/api/v3/auth/login', { email, password });
    await signUp();
    const verify = await linkTo(email);
    await form(verify.pathname, { token: verify.searchParams.get('token') ?? '' });
    const [jwt = '', refresh = ''] = (await asked(logIn(PASSWORD))).sort(byJwt);
    const [, second = ''] = (await asked(post('/api/v3/auth/token/refresh', { refreshToken: refresh }))).sort(byJwt);
    await asked(post('/api/v3/auth/token/refresh', { refreshToken: 'made-up' }));
    await app.send('PUT', '/api/v3/auth/user', {
      json: { email: 'new@example.com', password: CHANGED },
      headers: { authorization: `Bearer ${jwt}` },
    });
    await asked(post('/api/v3/auth/token/refresh', { refreshToken: second }));
    await asked(post('/api/v3/auth/token/refresh', { refreshToken: refresh }));
    await post('/api/v3/auth/recover', { email });
    const recover = await linkTo(email);
    const token = recover.searchParams.get('token') ?? '';
    await form(recover.pathname, { token, password: RECOVERED, passwordAgain: RECOVERED });
    secrets.push(token, verify.searchParams.get('token') ?? '');
    const [last = ''] = (await asked(logIn(RECOVERED))).sort(byJwt);
    await post('/api/v3/auth/logout', {}, last);
    const headers = { username: email, password: RECOVERED };
    await asked(app.send('GET', '/auth/client', { headers }));
    await asked(app.send('POST', '/auth/regenerate-client-credentials', { headers }));

    const recorded = await events();
    expect(
      recorded.map(({ kind, details }) => [kind, details.reason ?? details.purpose].flat().join(' ').trim()),
    ).toEqual([
      'key.rotated',
      'organization.created',
      'sign_up',
      'member.seated',
      'mail.queued verify_email',
      'email.verified',
      'sign_in.succeeded',
      'refresh.succeeded',
      'refresh.failed not a token of ours',
      'password.changed',
      'email.changed',
      'mail.queued verify_email',
      'refresh.succeeded',
      'refresh.reused',
      'session.ended refresh_reuse',
      'recovery.requested',
      'mail.queued recover_password',
      'email.changed',
      'recovery.completed',
      'password.changed',
      'sign_in.succeeded',
      'session.ended logout',
      'password.proved',
      'password.proved',
      'client.regenerated',
    ]);
    const rows = JSON.stringify(recorded);
    expect(secrets.length).toBeGreaterThan(12);
    expect(secrets.filter((secret) => secret !== '' && rows.includes(secret))).toEqual([]);
    expect(await app.nest.get(AuditService).verify()).toMatchObject({ isWhole: true, events: recorded.length });
  });
});

/** Access tokens before refresh tokens. */
function byJwt(one: string, other: string): number {
  return Number(other.includes('.')) - Number(one.includes('.'));
}
