import type { OutgoingHttpHeaders } from 'node:http';
import { openAccount, PASSWORD } from '../../support/accounts.js';
import { answerOf, SOON } from '../../support/answer.js';
import { gatherHashes } from '../../support/gathered-hashes.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './kleister.errors.js';
import { basic, bearer, login, refresh, tokenFor } from './kleister.requests.js';

describe('kleister around its operations', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    await openAccount(app, { name: 'ada' });
  });

  afterAll(() => app.close());

  it.each(['/api/v1', '/api/v1/auth', '/api/v1/auth/logout', '/api/v1/auth/verify', '/api/v1/users'])(
    'knows nothing at %s and says so in its own words',
    async (path) => {
      expect(answerOf(await app.send('GET', path))).toEqual(errors.notFound);
    },
  );

  it.each([
    ['GET', '/api/v1/auth/login', 'POST'],
    ['POST', '/api/v1/auth/refresh', 'GET, HEAD'],
    ['DELETE', '/api/v1/auth/verify/token_example', 'GET, HEAD'],
  ])('takes no %s at %s and says which methods it takes', async (method, path, allow) => {
    const reply = await app.send(method, path);

    expect(answerOf(reply)).toEqual(errors.method);
    expect(reply.headers).toMatchObject({ allow });
  });

  it('answers an address with a trailing slash like the one without', async () => {
    const json = { username: 'ada', password: PASSWORD };

    expect(await app.send('POST', '/api/v1/auth/login/', { json })).toMatchObject({ status: 200 });
    expect(answerOf(await app.send('GET', '/api/v1/auth/refresh/'))).toEqual(errors.token);
  });

  it.each(['application/json', 'application/x-www-form-urlencoded', 'text/plain'])(
    'takes a refresh with the content type %s and no body',
    async (type) => {
      const headers = { ...bearer(await tokenFor(app, 'ada')), 'content-type': type };

      expect(await app.send('GET', '/api/v1/auth/refresh', { headers })).toMatchObject({ status: 200 });
    },
  );

  it('answers JSON with the id of the request', async () => {
    const { headers } = await app.send('GET', '/api/v1/auth/refresh');

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

    const guesses: [string, (name: string) => [string, string, { json?: unknown; headers?: OutgoingHttpHeaders }]][] = [
      ['POST /auth/login', (username) => ['POST', '/api/v1/auth/login', { json: { username, password: 'a guess' } }]],
      ['GET /auth/refresh', (name) => ['GET', '/api/v1/auth/refresh', { headers: basic(name, 'a guess') }]],
    ];

    it.each(guesses)('is answered to %s after wrong passwords, even to the right one', async (label, guess) => {
      const name = label.replace(/\W/g, '.');
      await openAccount(strict, { name });
      let reply = await strict.send(...guess(name));
      while (reply.status === 401) reply = await strict.send(...guess(name));

      expect(answerOf(reply)).toEqual(errors.tooMany);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(300);
      expect(await login(strict, { username: name, password: PASSWORD })).toEqual(errors.tooMany);
    });

    it('is answered to GET /auth/refresh after many refreshes', async () => {
      await openAccount(strict, { name: 'busy' });
      const headers = bearer(await tokenFor(strict, 'busy'));
      let reply = await strict.send('GET', '/api/v1/auth/refresh', { headers });
      while (reply.status === 200) reply = await strict.send('GET', '/api/v1/auth/refresh', { headers });

      expect(answerOf(reply)).toEqual(errors.tooMany);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(60);
    });
  });

  it('answers 503 with Retry-After when passwords queue up, and goes on afterwards', async () => {
    const slow = await startTestApp({ HASH_WORKERS: '1', HASH_QUEUE_LIMIT: '1' });
    try {
      const json = { username: 'nobody', password: PASSWORD };
      gatherHashes(slow, 6);
      const replies = await Promise.all(
        Array.from({ length: 6 }, () => slow.send('POST', '/api/v1/auth/login', { json })),
      );
      const refused = replies.filter(({ status }) => status === 503);

      expect(refused).toHaveLength(4);
      for (const reply of refused) {
        expect(answerOf(reply)).toEqual(errors.busy);
        expect(reply.headers).toMatchObject({ 'retry-after': SOON });
      }
      expect(await login(slow, json)).toEqual(errors.credentials);
      expect(await refresh(slow)).toEqual(errors.token);
    } finally {
      await slow.close();
    }
  });
});
