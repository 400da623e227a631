import { jest } from '@jest/globals';
import { RegistrationService } from '#core/registration';
import { answerOf, SOON } from '../../support/answer.js';
import { findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { gatherHashes } from '../../support/gathered-hashes.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './gravscale.errors.js';
import { info, newcomer, PATHS, signIn, signUp } from './gravscale.requests.js';

describe('gravscale around its operations', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it.each(['', '/', '/api', '/api/auth', '/api/auth/nothing', '/api/auth/sign-ups', '/api/auth/info/more'])(
    'knows nothing at /dev/public-api%s and says so in its own words',
    async (path) => {
      expect(answerOf(await app.send('GET', `/dev/public-api${path}`))).toEqual(errors.notFound);
    },
  );

  it('leaves what lies beside its base path to others', async () => {
    const { body } = await app.send('GET', '/dev/public-apis');

    expect(body).not.toHaveProperty('detail');
  });

  it.each([
    ['GET', PATHS.signUp, 'POST'],
    ['PUT', PATHS.signIn, 'POST'],
    ['DELETE', PATHS.refresh, 'POST'],
    ['POST', PATHS.info, 'GET, HEAD'],
  ])('takes no %s at %s and says which methods it takes', async (method, path, allow) => {
    const reply = await app.send(method, path);

    expect(answerOf(reply)).toEqual(errors.method);
    expect(reply.headers).toMatchObject({ allow });
  });

  it('answers an address with a trailing slash like the one without', async () => {
    const json = { email: 'slash@example.com', password: PASSWORD };

    expect(await app.send('POST', `${PATHS.signUp}/`, { json })).toMatchObject({ status: 201 });
    const { body } = await app.send<{ accessToken: string }>('POST', `${PATHS.signIn}/`, { json });
    const headers = { authorization: `Bearer ${body.accessToken}` };
    expect(await app.send('GET', `${PATHS.info}/`, { headers })).toMatchObject({ status: 200 });
    expect(answerOf(await app.send('POST', `${PATHS.refresh}/?refresh_token=made-up`))).toEqual(errors.refreshToken);
  });

  it('refuses an address that cannot be decoded', async () => {
    expect(answerOf(await app.send('GET', '/dev/public-api/%zz'))).toEqual(errors.unreadable);
  });

  it('answers JSON that nobody stores, with the id of the request', async () => {
    const { headers } = await app.send('POST', PATHS.signIn);

    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
      'cache-control': 'no-store',
    });
  });

  it('answers what nobody foresaw with 500 and none of its words', async () => {
    const signingUp = jest.spyOn(app.nest.get(RegistrationService), 'signUp');
    signingUp.mockRejectedValueOnce(new Error('SQLITE_CORRUPT: secret'));

    expect(await signUp(app, { email: 'unlucky@example.com', password: PASSWORD })).toEqual(errors.unexpected);
    signingUp.mockRestore();
  });

  describe('429 with the strict limits', () => {
    let strict: TestApp;

    beforeAll(async () => {
      strict = await startTestApp({ LIMITS: 'strict' });
    });
    afterAll(() => strict.close());

    /** Asks until the first answer that is not the expected one, and returns that. */
    async function untilOther(path: string, json: unknown, expected: number) {
      for (;;) {
        const reply = await strict.send('POST', path, { json });
        if (reply.status !== expected) return reply;
      }
    }

    it('is answered to sign-in after wrong passwords, even to the right one', async () => {
      await openAccount(strict, { name: 'guessed@example.com' });
      const reply = await untilOther(PATHS.signIn, { email: 'guessed@example.com', password: 'a guess' }, 401);

      expect(answerOf(reply)).toEqual(errors.tooMany);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(300);
      expect(await signIn(strict, { email: 'guessed@example.com', password: PASSWORD })).toEqual(errors.tooMany);
    });

    it('is answered to sign-up after many accounts', async () => {
      await openAccount(strict, { name: 'crowd@example.com' });
      const reply = await untilOther(PATHS.signUp, { email: 'crowd@example.com', password: PASSWORD }, 422);

      expect(answerOf(reply)).toEqual(errors.tooMany);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(600);
    });

    it('is answered to refresh after many made-up tokens', async () => {
      const reply = await untilOther(`${PATHS.refresh}?refresh_token=made-up`, undefined, 401);

      expect(answerOf(reply)).toEqual(errors.tooMany);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(60);
    });
  });

  describe('503 when passwords queue up', () => {
    let slow: TestApp;

    beforeAll(async () => {
      slow = await startTestApp({ HASH_WORKERS: '1', HASH_QUEUE_LIMIT: '1', BCRYPT_COST: '10' });
    });

    afterAll(() => slow.close());

    it('is answered to some with Retry-After, goes on, and leaves no half of an account', async () => {
      const names = Array.from({ length: 6 }, (_, place) => `busy-${place}@example.com`);
      gatherHashes(slow, 6);
      const replies = await Promise.all(
        names.map((email) => slow.send('POST', PATHS.signUp, { json: { email, password: PASSWORD } })),
      );
      const refused = names.filter((_, place) => replies[place]?.status === 503);

      expect(refused).toHaveLength(4);
      for (const reply of replies.filter(({ status }) => status === 503)) {
        expect(answerOf(reply)).toEqual(errors.busy);
        expect(reply.headers).toMatchObject({ 'retry-after': SOON });
      }
      for (const email of refused) expect(await findAccount(slow, email)).toBeNull();
      expect(await signUp(slow, { email: refused[0], password: PASSWORD })).toMatchObject({ status: 201 });
    });

    it('keeps nobody from refreshing and being told', async () => {
      const { accessToken, refreshToken } = await newcomer(slow, 'calm@example.com');
      const json = { email: 'calm@example.com', password: 'a guess' };
      const storm = Array.from({ length: 6 }, () => slow.send('POST', PATHS.signIn, { json }));

      expect(await info(slow, accessToken)).toMatchObject({ status: 200 });
      expect(await slow.send('POST', `${PATHS.refresh}?refresh_token=${refreshToken}`)).toMatchObject({ status: 200 });
      await Promise.all(storm);
    });
  });
});
