import { answerOf, SOON } from '../../support/answer.js';
import { gatherHashes } from '../../support/gathered-hashes.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './authservice.errors.js';
import { loginClient, register, registered, showClient } from './authservice.requests.js';

describe('authservice around its operations', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it.each(['/auth', '/auth/nothing/here', '/auth/registers', '/auth/login'])(
    'knows nothing at %s and says so in its own words',
    async (path) => {
      expect(answerOf(await app.send('POST', path))).toEqual(errors.notFound);
    },
  );

  it.each([
    ['GET', '/auth/register', 'POST'],
    ['PUT', '/auth/login/client', 'POST'],
    ['POST', '/auth/client', 'GET, HEAD'],
    ['DELETE', '/auth/regenerate-client-credentials', 'POST'],
  ])('takes no %s at %s and says which methods it takes', async (method, path, allow) => {
    const reply = await app.send(method, path);

    expect(answerOf(reply)).toEqual(errors.method);
    expect(reply.headers).toMatchObject({ allow });
  });

  it('answers an address with a trailing slash like the one without', async () => {
    const headers = { username: 'slash', password: 'password123', role: 'user' };

    expect(await app.send('POST', '/auth/register/', { headers })).toMatchObject({ status: 201 });
    expect(answerOf(await app.send('POST', '/auth/register/', { headers }))).toEqual(errors.taken);
    expect(await app.send('GET', '/auth/client/', { headers })).toMatchObject({ status: 200 });
  });

  it('refuses an address that cannot be decoded', async () => {
    expect(answerOf(await app.send('GET', '/auth/%zz'))).toEqual(errors.unreadable);
  });

  it.each([undefined, 'application/json', 'application/x-www-form-urlencoded', 'text/plain'])(
    'takes an empty body of the type %s',
    async (type) => {
      const username = `empty.${(type ?? 'none').replace(/\W/g, '.')}`;
      const headers = { username, password: 'password123', ...(type !== undefined && { 'content-type': type }) };

      expect(await app.send('POST', '/auth/register', { headers })).toMatchObject({ status: 201 });
      expect(await app.send('POST', '/auth/regenerate-client-credentials', { headers })).toMatchObject({ status: 200 });
      expect(await app.send('GET', '/auth/client', { headers })).toMatchObject({ status: 200 });
    },
  );

  it('answers JSON with the id of the request', async () => {
    const { headers } = await app.send('POST', '/auth/login/client');

    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
      'cache-control': 'no-store',
    });
  });

  describe('429 with the strict limits', () => {
    let strict: TestApp;

    beforeAll(async () => {
      strict = await startTestApp({ LIMITS: 'strict' });
    });

    afterAll(() => strict.close());

    /** Asks until the first answer that is not the expected one, and returns that. */
    async function untilOther(path: string, method: string, headers: Record<string, string>, expected: number) {
      for (;;) {
        const reply = await strict.send(method, path, { headers });
        if (reply.status !== expected) return reply;
      }
    }

    it.each([
      ['GET', '/auth/client'],
      ['POST', '/auth/regenerate-client-credentials'],
    ])('is answered to %s %s after wrong passwords, even to the right one', async (method, path) => {
      const username = `guessed.${method}`;
      await registered(strict, username);
      const reply = await untilOther(path, method, { username, password: 'a guess' }, 401);
      const right = await strict.send(method, path, { headers: { username, password: 'password123' } });

      expect(answerOf(reply)).toEqual(errors.tooMany);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(300);
      expect(answerOf(right)).toEqual(errors.tooMany);
    });

    it('is answered to POST /auth/login/client after wrong secrets', async () => {
      const headers = { clientId: 'abc123-xyz456', clientSecret: 'a-guess' };
      const reply = await untilOther('/auth/login/client', 'POST', headers, 401);

      expect(answerOf(reply)).toEqual(errors.tooMany);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(60);
    });

    it('is answered to POST /auth/register after many accounts', async () => {
      const headers = { username: 'crowd', password: 'password123', role: 'admin' };
      const reply = await untilOther('/auth/register', 'POST', headers, 400);

      expect(answerOf(reply)).toEqual(errors.tooMany);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(600);
    });
  });

  describe('503 when passwords queue up', () => {
    let slow: TestApp;

    beforeAll(async () => {
      slow = await startTestApp({ HASH_WORKERS: '1', HASH_QUEUE_LIMIT: '1' });
    });

    afterAll(() => slow.close());

    it('is answered to some with Retry-After, and it goes on afterwards', async () => {
      const headers = { username: 'nobody', password: 'password123' };
      gatherHashes(slow, 6);
      const replies = await Promise.all(Array.from({ length: 6 }, () => slow.send('GET', '/auth/client', { headers })));
      const refused = replies.filter(({ status }) => status === 503);

      expect(refused).toHaveLength(4);
      for (const reply of refused) {
        expect(answerOf(reply)).toEqual(errors.busy);
        expect(reply.headers).toMatchObject({ 'retry-after': SOON });
      }
      expect(await showClient(slow, headers)).toEqual(errors.credentials);
      expect(await register(slow, { ...headers, role: 'user' })).toMatchObject({ status: 201 });
    });

    it('leaves no account behind where one could not be registered', async () => {
      const names = Array.from({ length: 6 }, (_, place) => `busy.${place}`);
      gatherHashes(slow, 6);
      const answers = await Promise.all(
        names.map((username) => register(slow, { username, password: 'password123', role: 'user' })),
      );
      const refused = names.filter((_, place) => answers[place]?.status === 503);

      expect(refused).toHaveLength(4);
      for (const username of refused) {
        expect(await register(slow, { username, password: 'password123', role: 'user' })).toMatchObject({
          status: 201,
        });
      }
    });
  });

  it('tells nothing of an account by its answer to wrong client credentials', async () => {
    const { clientId } = await registered(app, 'discreet');

    expect(await loginClient(app, { clientId, clientSecret: 'x' })).toEqual(
      await loginClient(app, { clientId: 'unknown', clientSecret: 'x' }),
    );
  });
});
