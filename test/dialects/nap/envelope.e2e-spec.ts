import type { OutgoingHttpHeaders } from 'node:http';
import { jest } from '@jest/globals';
import { FlowsService } from '#core/flows';
import { RegistrationService } from '#core/registration';
import { answerOf, SOON } from '../../support/answer.js';
import { findAccount } from '../../support/accounts.js';
import { gatherHashes } from '../../support/gathered-hashes.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import {
  entered,
  flow,
  login,
  logout,
  member,
  PATHS,
  REFRESH_TOKEN,
  refresh,
  SESSION_TOKEN,
  signup,
  signupData,
  stranger,
} from './nap.requests.js';

describe('nap around its operations', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it.each(['', '/nothing', '/logins', '/verify-email', '/verify-email/send/more', '/flow', '/flow/a/b'])(
    'knows nothing at /api/auth%s and says so in its own words',
    async (path) => {
      expect(answerOf(await app.send('POST', `/api/auth${path}`))).toEqual(errors.notFound);
    },
  );

  it('leaves what lies beside its territory to others', async () => {
    for (const path of ['/api/authors', '/api', '/api/v3/auth/nothing']) {
      expect((await app.send('GET', path)).body).not.toHaveProperty('debug');
    }
  });

  it.each([
    ['GET', PATHS.signup, 'POST'],
    ['PUT', PATHS.login, 'POST'],
    ['DELETE', PATHS.logout, 'POST'],
    ['GET', PATHS.refresh, 'POST'],
    ['PATCH', PATHS.send, 'POST'],
    ['GET', PATHS.verify, 'POST'],
    ['POST', PATHS.flow('made-up'), 'GET, HEAD'],
  ])('takes no %s at %s and says which methods it takes', async (method, path, allow) => {
    const reply = await app.send(method, path);

    expect(answerOf(reply)).toEqual(errors.method);
    expect(reply.headers).toMatchObject({ allow });
  });

  it('answers an address with a trailing slash like the one without', async () => {
    const { session_token, refresh_token } = await entered(app, 'slash@example.com');

    expect(await app.send('POST', `${PATHS.signup}/`, { json: signupData('slashed@example.com') })).toMatchObject({
      status: 200,
    });
    expect(await app.send('POST', `${PATHS.refresh}/`, { headers: { [REFRESH_TOKEN]: refresh_token } })).toMatchObject({
      status: 200,
    });
    expect(answerOf(await app.send('GET', `${PATHS.flow('made-up')}/`))).toEqual(errors.flow);
    expect(await app.send('POST', `${PATHS.logout}/`, { headers: { [SESSION_TOKEN]: session_token } })).toMatchObject({
      status: 200,
    });
  });

  it('refuses an address that cannot be decoded', async () => {
    expect(answerOf(await app.send('GET', '/api/auth/%zz'))).toEqual(errors.unreadable);
  });

  it('ignores a body where none is expected, whatever it is', async () => {
    const { session_token, refresh_token } = await entered(app, 'body@example.com');
    const sending = (headers: OutgoingHttpHeaders) => ({
      raw: '{"refresh_token":',
      headers: { 'content-type': 'application/json', ...headers },
    });

    expect(await app.send('POST', PATHS.refresh, sending({ [REFRESH_TOKEN]: refresh_token }))).toMatchObject({
      status: 200,
    });
    expect(await app.send('POST', PATHS.logout, sending({ [SESSION_TOKEN]: session_token }))).toMatchObject({
      status: 200,
    });
  });

  it.each([PATHS.refresh, PATHS.logout])(
    'refuses a body of more than 64 KiB at %s, though it reads none',
    async (path) => {
      expect(answerOf(await app.send('POST', path, { raw: 'x'.repeat(64 * 1024 + 1) }))).toEqual(errors.tooLarge);
    },
  );

  it('answers JSON that nobody stores, with the id of the request', async () => {
    const { headers } = await app.send('POST', PATHS.login);

    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
      'cache-control': 'no-store',
    });
  });

  describe('500, when something happens that nobody foresaw, with none of its words', () => {
    it('to a sign-up', async () => {
      const signingUp = jest.spyOn(app.nest.get(RegistrationService), 'signUp');
      signingUp.mockRejectedValueOnce(new Error('SQLITE_CORRUPT: secret'));

      expect(await signup(app, signupData('unlucky@example.com'))).toEqual(errors.unexpected);
      signingUp.mockRestore();
    });

    it('to a flow', async () => {
      const finding = jest.spyOn(app.nest.get(FlowsService), 'mustFind');
      finding.mockRejectedValueOnce(new TypeError('cannot read properties of undefined'));

      expect(await flow(app, 'made-up')).toEqual(errors.unexpected);
      finding.mockRestore();
    });

    it('to a log-in whose flow cannot be begun', async () => {
      await stranger(app, 'flowless@example.com');
      const beginning = jest.spyOn(app.nest.get(FlowsService), 'begin');
      beginning.mockRejectedValueOnce(new Error('disk full'));

      expect(await login(app, 'flowless@example.com')).toEqual(errors.unexpected);
      beginning.mockRestore();
    });
  });

  describe('429 with the strict limits', () => {
    let strict: TestApp;

    beforeAll(async () => {
      strict = await startTestApp({ LIMITS: 'strict' });
    });
    afterAll(() => strict.close());

    /** Asks until the first answer that is not the expected one, and returns what it says and how long to wait. */
    async function untilOther(path: string, sending: object, expected: number) {
      for (;;) {
        const reply = await strict.send('POST', path, sending);
        if (reply.status !== expected) {
          return { answer: answerOf(reply), retryAfterSeconds: Number(reply.headers['retry-after']) };
        }
      }
    }

    it('is answered to log-in after wrong passwords, even to the right one', async () => {
      await member(strict, 'guessed@example.com');
      const json = { email: 'guessed@example.com', password: 'a guess' };
      const { answer, retryAfterSeconds } = await untilOther(PATHS.login, { json }, 401);

      expect(answer).toEqual(errors.tooMany);
      expect(retryAfterSeconds).toBeGreaterThan(0);
      expect(retryAfterSeconds).toBeLessThanOrEqual(300);
      expect(await login(strict, 'guessed@example.com')).toEqual(errors.tooMany);
    });

    it('is answered to sending mails to one address', async () => {
      await stranger(strict, 'flooded@example.com');
      const { answer, retryAfterSeconds } = await untilOther(
        PATHS.send,
        { json: { email: 'flooded@example.com' } },
        200,
      );

      expect(answer).toEqual(errors.tooMany);
      expect(retryAfterSeconds).toBeGreaterThan(0);
      expect(retryAfterSeconds).toBeLessThanOrEqual(3600);
    });

    it('is answered to verifying with made-up tokens', async () => {
      const { answer, retryAfterSeconds } = await untilOther(PATHS.verify, { json: { token: 'made-up' } }, 400);

      expect(answer).toEqual(errors.tooMany);
      expect(retryAfterSeconds).toBeGreaterThan(0);
      expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    });

    it('is answered to refresh and log-out with made-up tokens', async () => {
      const { answer, retryAfterSeconds } = await untilOther(
        PATHS.refresh,
        { headers: { [REFRESH_TOKEN]: 'made-up' } },
        401,
      );

      expect(answer).toEqual(errors.tooMany);
      expect(retryAfterSeconds).toBeGreaterThan(0);
      expect(retryAfterSeconds).toBeLessThanOrEqual(60);
      expect(await logout(strict, { [REFRESH_TOKEN]: 'made-up' })).toEqual(errors.tooMany);
    });

    it('is answered to sign-up after many accounts', async () => {
      const json = { ...signupData('crowd@example.com'), inviteToken: 'made-up' };
      const { answer, retryAfterSeconds } = await untilOther(PATHS.signup, { json }, 401);

      expect(answer).toEqual(errors.tooMany);
      expect(retryAfterSeconds).toBeGreaterThan(0);
      expect(retryAfterSeconds).toBeLessThanOrEqual(600);
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
        names.map((email) => slow.send('POST', PATHS.signup, { json: signupData(email) })),
      );
      const refused = names.filter((_, place) => replies[place]?.status === 503);

      expect(refused).toHaveLength(4);
      for (const reply of replies.filter(({ status }) => status === 503)) {
        expect(answerOf(reply)).toEqual(errors.busy);
        expect(reply.headers).toMatchObject({ 'retry-after': SOON });
      }
      for (const email of refused) expect(await findAccount(slow, email)).toBeNull();
      expect(await signup(slow, signupData(refused[0] ?? ''))).toMatchObject({ status: 200 });
    });

    it('keeps nobody from refreshing', async () => {
      const { refresh_token } = await entered(slow, 'calm@example.com');
      const storm = Array.from({ length: 6 }, () => login(slow, 'calm@example.com', 'a guess'));

      expect(await refresh(slow, refresh_token)).toMatchObject({ status: 200 });
      await Promise.all(storm);
    });
  });
});
