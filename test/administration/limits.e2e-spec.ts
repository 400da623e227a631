import { openAccount, PASSWORD } from '../support/accounts.js';
import { apiKeyFor, ask, type Desk, openDesk, problem, unfit } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { fresh, freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const HERE = '127.0.0.1';
const DAY = 86_400;

let app: TestApp;
let desk: Desk;
let email: string;

beforeAll(async () => {
  app = await startTestApp({ LIMITS: 'strict' });
});

/** Each has a day of its own, on which nothing counts yet and nothing is on record. */
beforeEach(async () => {
  app.clock.advance(DAY);
  email = freshEmail('ada');
  desk = await openDesk(app, 'admin', fresh('admin'));
});

afterAll(() => app.close());

const logIn = (password: string) => app.send('POST', '/api/v3/auth/login', { json: { email, password } });

async function liftedToday() {
  const from = encodeURIComponent(app.clock.now().toISOString());
  const path = `/audit-events?kind=admin.limits_lifted&from=${from}`;
  return (await desk.ask<{ events: object[] }>('GET', path)).body.events;
}

/** An account at which somebody has guessed until a limit was hit. */
async function guessedAt(role: 'user' | 'superadmin' = 'user') {
  const user = await openAccount(app, { name: email, role });
  for (let index = 0; index < 10; index++) await logIn('a guess');
  expect((await logIn(PASSWORD)).status).toBe(429);
  return user;
}

describe('/admin/v1/limits', () => {
  it('shows what counts against an account, an address, and both', async () => {
    const { id } = await guessedAt();
    const byAddress = { action: 'sign-in', key: 'address', account: null, address: HERE, count: 10, allowed: 60 };
    const byAccount = { action: 'sign-in', key: 'account', account: id, address: null, count: 10, allowed: 50 };
    const byBoth = { action: 'sign-in', key: 'pair', account: id, address: HERE, count: 10, allowed: 10 };
    const body = {
      limits: [
        { ...byAddress, waitSeconds: 0 },
        { ...byAccount, waitSeconds: 0 },
        { ...byBoth, waitSeconds: 5 },
      ],
    };

    expect(answerOf(await desk.ask('GET', `/limits?accountId=${id}&address=${HERE}`))).toEqual({ status: 200, body });
    expect(answerOf(await desk.ask('GET', `/limits?address=${HERE}`))).toEqual({
      status: 200,
      body: { limits: [body.limits[0]] },
    });
    expect(answerOf(await desk.ask('GET', `/limits?accountId=${id}`))).toEqual({
      status: 200,
      body: { limits: [body.limits[1]] },
    });
  });

  it('lifts them, so that the owner gets in, and puts that on record', async () => {
    const { id } = await guessedAt();

    const lifted = await desk.ask('DELETE', `/limits?accountId=${id}&address=${HERE}`);
    expect(answerOf(lifted)).toEqual({ status: 200, body: { lifted: 3 } });
    expect((await logIn(PASSWORD)).status).toBe(200);
    expect(await liftedToday()).toEqual([
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        sequence: expect.any(Number),
        kind: 'admin.limits_lifted',
        at: app.clock.now().toISOString(),
        actor: desk.user.id,
        accountId: id,
        sessionId: expect.stringMatching(/^[\da-f-]{36}$/),
        organizationId: null,
        origin: 'admin',
        address: HERE,
        requestId: lifted.headers['x-request-id'],
        details: { lifted: '3' },
      },
    ]);
  });

  it('puts on record also that there was nothing to lift', async () => {
    expect(answerOf(await desk.ask('DELETE', '/limits?address=192.0.2.1'))).toEqual({
      status: 200,
      body: { lifted: 0 },
    });
    expect(await liftedToday()).toMatchObject([{ actor: desk.user.id, accountId: null, details: { lifted: '0' } }]);
  });

  it('lets nobody but a superadmin lift those of a superadmin', async () => {
    const { id } = await guessedAt('superadmin');
    const path = `/limits?accountId=${id}&address=${HERE}`;
    const body = problem(403, 'not_permitted', 'Only a superadmin may change a superadmin');

    expect(answerOf(await desk.ask('DELETE', path))).toEqual({ status: 403, body });
    const root = await openDesk(app, 'superadmin', fresh('root'));
    expect(await root.ask('DELETE', path)).toMatchObject({ status: 200 });
  });

  it('are seen and lifted with a key that has the scope for it', async () => {
    const path = `/limits?address=${HERE}`;
    const [reading, writing] = [await apiKeyFor(app, 'limits:read'), await apiKeyFor(app, 'limits:write')];
    const body = problem(403, 'not_permitted', 'The API key lacks the scope limits:write');

    expect((await ask(app, reading, { method: 'GET', path })).status).toBe(200);
    expect(answerOf(await ask(app, reading, { method: 'DELETE', path }))).toEqual({ status: 403, body });
    expect((await ask(app, writing, { method: 'DELETE', path })).status).toBe(200);
  });

  it("are nobody else's business", async () => {
    const user = await openDesk(app, 'moderator', fresh('moderator'));
    expect((await user.ask('GET', `/limits?address=${HERE}`)).status).toBe(403);
    expect((await app.send('GET', `/admin/v1/limits?address=${HERE}`)).status).toBe(401);
  });

  it('asks whose they are', async () => {
    expect(answerOf(await desk.ask('GET', '/limits'))).toEqual({
      status: 422,
      body: unfit('query', 'accountId', 'missing', 'accountId or address is required'),
    });
    expect(answerOf(await desk.ask('GET', '/limits?address=localhost'))).toEqual({
      status: 422,
      body: unfit('query', 'address', 'is_address', 'address must be an IP address'),
    });
    expect(answerOf(await desk.ask('GET', `/limits?accountId=${NOBODY}`))).toEqual({
      status: 404,
      body: problem(404, 'account_not_found', 'There is no such account'),
    });
  });
});
