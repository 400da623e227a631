import { secondsAfter } from '#platform/clock';
import { claimsOf, disable, findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './gravscale.errors.js';
import { authorized, info, newcomer, PATHS, signIn } from './gravscale.requests.js';

const HOUR_SECONDS = 3600;

describe('POST /dev/public-api/api/auth/sign-in', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('answers the tokens of a new session, 200', async () => {
    await openAccount(app, { name: 'ada@example.com' });

    expect(await signIn(app, { email: 'ada@example.com', password: PASSWORD })).toEqual({
      status: 200,
      body: {
        accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        refreshToken: expect.stringMatching(/^[\w-]{86}$/),
        type: 'Bearer',
        expiresAt: secondsAfter(app.clock.now(), HOUR_SECONDS).toISOString(),
      },
    });
  });

  it('answers an access token that is good for the account, for as long as it says', async () => {
    const { accessToken, expiresAt } = await newcomer(app, 'grace@example.com');
    const account = await findAccount(app, 'grace@example.com');

    expect(claimsOf(accessToken)).toMatchObject({ sub: account?.id, exp: Date.parse(expiresAt) / 1000 });
    expect(await info(app, accessToken)).toMatchObject({ status: 200 });
  });

  it('opens a session of its own each time', async () => {
    const first = await newcomer(app, 'twice@example.com');
    const second = await authorized(app, 'twice@example.com');

    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await info(app, first.accessToken)).toMatchObject({ status: 200 });
    expect(await info(app, second.accessToken)).toMatchObject({ status: 200 });
  });

  it('finds the account whatever the case of its address', async () => {
    await openAccount(app, { name: 'Shout@Example.com' });

    expect(await signIn(app, { email: 'sHOUT@eXAMPLE.COM', password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it('asks for no verified address', async () => {
    const { accessToken } = await newcomer(app, 'unverified@example.com');

    expect(await findAccount(app, 'unverified@example.com')).toMatchObject({ emailConfirmedAt: null });
    expect(await info(app, accessToken)).toMatchObject({ status: 200 });
  });

  it('records the sign-in', async () => {
    await newcomer(app, 'recorded@example.com');

    expect(await findAccount(app, 'recorded@example.com')).toMatchObject({ lastSignInAt: app.clock.now() });
  });

  describe('401', () => {
    it('when the password is wrong', async () => {
      await openAccount(app, { name: 'wrong@example.com' });

      expect(await signIn(app, { email: 'wrong@example.com', password: 'not the password' })).toEqual(
        errors.credentials,
      );
    });

    it('when nobody has that address', async () => {
      expect(await signIn(app, { email: 'nobody@example.com', password: PASSWORD })).toEqual(errors.credentials);
    });

    it('when the account is disabled', async () => {
      await disable(app, await openAccount(app, { name: 'disabled@example.com' }));

      expect(await signIn(app, { email: 'disabled@example.com', password: PASSWORD })).toEqual(errors.credentials);
    });

    it('says how to authenticate', async () => {
      const json = { email: 'nobody@example.com', password: PASSWORD };

      expect((await app.send('POST', PATHS.signIn, { json })).headers).toMatchObject({ 'www-authenticate': 'Bearer' });
    });
  });

  describe('422 Validation Error', () => {
    it('when there is no address', async () => {
      expect(await signIn(app, { password: PASSWORD })).toEqual(errors.missing('body', 'email'));
    });

    it('when there is no password', async () => {
      expect(await signIn(app, { email: 'ada@example.com' })).toEqual(errors.missing('body', 'password'));
    });

    it('when a user name is given in place of an address', async () => {
      await openAccount(app, { name: 'username' });

      expect(await signIn(app, { email: 'username', password: PASSWORD })).toEqual(errors.noEmail);
    });
  });
});
