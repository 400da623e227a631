import { jest } from '@jest/globals';
import { EntryService } from '#core/entry';
import { claimsOf, disable, findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './kleister.errors.js';
import { authToken, login, tokenFor } from './kleister.requests.js';

const AFTER_ONE_HOUR = '2030-01-01T13:00:00.000Z';

describe('POST /api/v1/auth/login', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('authenticates the documented user and answers a token with its expiry', async () => {
    await openAccount(app, { name: 'username_example', password: 'password_example' });

    expect(await login(app, { username: 'username_example', password: 'password_example' })).toEqual(
      authToken(AFTER_ONE_HOUR),
    );
  });

  it('tells the expiry that the token itself claims', async () => {
    const { id } = await openAccount(app, { name: 'claims' });
    const now = app.clock.now().getTime() / 1000;

    expect(claimsOf(await tokenFor(app, 'claims'))).toEqual({
      iss: 'http://rosetta.localhost',
      aud: 'rosetta',
      sub: id,
      sid: expect.any(String),
      jti: expect.any(String),
      iat: now,
      exp: now + 3600,
    });
  });

  it.each([
    ['an e-mail address', 'ada@example.com', 'Ada@Example.com'],
    ['a name in another case', 'someone', 'SomeOne'],
    ['a name in another Unicode form', 'jose\u0301', 'jos\u00E9'],
  ])('takes %s for a user name', async (_, name, username) => {
    await openAccount(app, { name });

    expect(await login(app, { username, password: PASSWORD })).toEqual(authToken(AFTER_ONE_HOUR));
  });

  it('records the sign-in', async () => {
    await openAccount(app, { name: 'recorded' });
    await login(app, { username: 'recorded', password: PASSWORD });

    expect(await findAccount(app, 'recorded')).toMatchObject({ lastSignInAt: app.clock.now() });
  });

  it('tells the expiry with its time also where that is midnight', async () => {
    const late = await startTestApp({ ACCESS_TOKEN_TTL: '12h' });
    try {
      await openAccount(late, { name: 'owl' });

      expect(await login(late, { username: 'owl', password: PASSWORD })).toEqual(authToken('2030-01-02T00:00:00.000Z'));
    } finally {
      await late.close();
    }
  });

  describe('401 Unauthorized if wrong credentials', () => {
    it('when the password is wrong', async () => {
      await openAccount(app, { name: 'wrong' });

      expect(await login(app, { username: 'wrong', password: 'not the password' })).toEqual(errors.credentials);
    });

    it('when nobody goes by that name', async () => {
      expect(await login(app, { username: 'nobody', password: PASSWORD })).toEqual(errors.credentials);
    });

    it('when the account is disabled', async () => {
      await disable(app, await openAccount(app, { name: 'disabled' }));

      expect(await login(app, { username: 'disabled', password: PASSWORD })).toEqual(errors.credentials);
    });
  });

  describe('some error unrelated to the handler', () => {
    it('is 422 when a field is missing', async () => {
      expect(await login(app, { username: 'ada' })).toEqual(errors.invalid('password is required'));
    });

    it('is 500 when something unforeseen happens, and says nothing of it', async () => {
      const broken = jest.spyOn(app.nest.get(EntryService), 'signIn');
      broken.mockRejectedValueOnce(new Error('the disk is on fire'));

      expect(await login(app, { username: 'unlucky', password: PASSWORD })).toEqual(errors.unexpected);
    });
  });

  describe('what must not happen', () => {
    it('two log-ins sharing one session', async () => {
      await openAccount(app, { name: 'often' });
      const [first, second] = [await tokenFor(app, 'often'), await tokenFor(app, 'often')];
      const [one, other] = await Promise.all([first, second].map((token) => app.nest.get(EntryService).admit(token)));

      expect(one?.session.id).not.toBe(other?.session.id);
    });

    it('a token in the answer to a failure', async () => {
      await openAccount(app, { name: 'failing' });
      const { body } = await login(app, { username: 'failing', password: 'not the password' });

      expect(Object.keys(body as object)).toEqual(['status', 'message']);
    });
  });
});
