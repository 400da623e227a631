import type { OutgoingHttpHeaders } from 'node:http';
import { answerOf } from '../../support/answer.js';
import { findAccount } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import { member, PASSWORD, PATHS, signupData } from './nap.requests.js';

const API_KEY = 'X-NAP-API-Key';

const OPERATIONS: readonly [method: string, path: string][] = [
  ['POST', PATHS.signup],
  ['POST', PATHS.login],
  ['POST', PATHS.refresh],
  ['POST', PATHS.logout],
  ['POST', PATHS.send],
  ['POST', PATHS.verify],
  ['GET', PATHS.flow('made-up')],
];

describe('with NAP_API_KEYS configured', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp({ NAP_API_KEYS: 'first-key-of-two, second-key-of-two' });
  });
  afterAll(() => app.close());

  describe.each(OPERATIONS)('%s %s', (method, path) => {
    it.each<[string, OutgoingHttpHeaders]>([
      ['no key', {}],
      ['an empty key', { [API_KEY]: '' }],
      ['another key', { [API_KEY]: 'third-key-of-two' }],
      ['a part of a key', { [API_KEY]: 'first-key-of-tw' }],
      ['both keys in one', { [API_KEY]: 'first-key-of-two, second-key-of-two' }],
      ['a key in another header', { authorization: 'Bearer first-key-of-two' }],
    ])('answers 401 to %s', async (_, headers) => {
      expect(answerOf(await app.send(method, path, { headers }))).toEqual(errors.apiKey);
    });

    it('refuses a key that is sent twice', async () => {
      const headers = { [API_KEY]: ['first-key-of-two', 'first-key-of-two'] };

      expect(answerOf(await app.send(method, path, { headers }))).toEqual(
        errors.badRequest(`The header ${API_KEY} must be sent once`),
      );
    });

    it.each(['first-key-of-two', 'second-key-of-two'])('goes on with %s', async (key) => {
      expect(await app.send(method, path, { headers: { [API_KEY]: key } })).toMatchObject({ status: 400 });
    });
  });

  it('does nothing without a key', async () => {
    await app.send('POST', PATHS.signup, { json: signupData('keyless@example.com') });

    expect(await findAccount(app, 'keyless@example.com')).toBeNull();
  });

  it('signs in with a key', async () => {
    await member(app, 'ada@example.com');
    const json = { email: 'ada@example.com', password: PASSWORD };

    expect(await app.send('POST', PATHS.login, { json, headers: { [API_KEY]: 'first-key-of-two' } })).toMatchObject({
      status: 200,
      body: { message: 'Login successful' },
    });
  });

  it('asks for none in other APIs', async () => {
    await member(app, 'grace@example.com');
    const json = { email: 'grace@example.com', password: PASSWORD };

    expect(await app.send('POST', '/api/v3/auth/login', { json })).toMatchObject({ status: 200 });
  });
});

describe('without NAP_API_KEYS', () => {
  it('takes requests with and without a key', async () => {
    const app = await startTestApp();

    for (const headers of [{}, { [API_KEY]: 'whatever' }]) {
      expect(answerOf(await app.send('GET', PATHS.flow('made-up'), { headers }))).toEqual(errors.flow);
    }
    await app.close();
  });
});
