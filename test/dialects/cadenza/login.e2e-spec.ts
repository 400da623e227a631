import { jest } from '@jest/globals';
import { EntryService } from '#core/entry';
import { PasswordsService } from '#core/passwords';
import { UsersService } from '#core/users';
import { claimsOf, disable, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors, MESSAGES, shownSession, shownUser, success } from './cadenza.answers.js';
import { BASE, getUser, join, logIn, openSession } from './cadenza.requests.js';

describe('POST /api/v3/auth/login', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('opens a session and answers its tokens', async () => {
    const email = 'ada@example.com';
    await openAccount(app, { name: email });
    const now = app.clock.now();
    const user = shownUser(email, now, { lastSignInAt: now.toISOString() });

    expect(await logIn(app, { email, password: PASSWORD })).toEqual(success(shownSession(user, now)));
  });

  it('opens another session each time', async () => {
    const { email, user, ...first } = await join(app, 'often@example.com');
    const second = await openSession(app, email);

    expect(second.user.id).toBe(user.id);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(claimsOf(second.accessToken)).not.toMatchObject({
      sid: (claimsOf(first.accessToken) as { sid: string }).sid,
    });
    expect(await getUser(app, first.accessToken)).toMatchObject({ status: 200 });
  });

  it('gives an access token that says whose it is and how long it is good', async () => {
    const { accessToken, user } = await join(app, 'claims@example.com');
    const [header = ''] = accessToken.split('.');
    const iat = app.clock.now().getTime() / 1000;

    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      alg: 'ES256',
      typ: 'at+jwt',
      kid: expect.any(String),
    });
    expect(claimsOf(accessToken)).toEqual({
      iss: 'http://rosetta.localhost',
      aud: 'rosetta',
      sub: user.id,
      sid: expect.any(String),
      jti: expect.any(String),
      iat,
      exp: iat + 3600,
    });
  });

  it('tells when somebody last signed in, that very time included', async () => {
    const { email, accessToken } = await join(app, 'last@example.com');
    const opened = app.clock.now();
    app.clock.advance(90);
    const now = app.clock.now();
    await openSession(app, email);

    expect(await getUser(app, accessToken)).toEqual(
      success(shownUser(email, opened, { lastSignInAt: now.toISOString() })),
    );
  });

  it('needs no verified address', async () => {
    await openAccount(app, { name: 'unverified@example.com' });

    expect(await logIn(app, { email: 'unverified@example.com', password: PASSWORD })).toMatchObject({ status: 200 });
  });

  describe('400 Bad request', () => {
    it('when fields are missing', async () => {
      expect(await logIn(app, {})).toEqual(
        errors.invalid({ email: 'email is required', password: 'password is required' }),
      );
    });

    it('when the address is a user name', async () => {
      await openAccount(app, { name: 'nickname' });

      expect(await logIn(app, { email: 'nickname', password: PASSWORD })).toEqual(
        errors.invalid({ email: MESSAGES.email }),
      );
    });
  });

  describe('401 Unauthorized - Authentication required', () => {
    it('alike for a wrong password, an address without an account and a disabled account', async () => {
      await openAccount(app, { name: 'known@example.com' });
      await disable(app, await openAccount(app, { name: 'disabled@example.com' }));

      expect(await logIn(app, { email: 'known@example.com', password: 'a wrong password' })).toEqual(
        errors.credentials,
      );
      expect(await logIn(app, { email: 'unknown@example.com', password: PASSWORD })).toEqual(errors.credentials);
      expect(await logIn(app, { email: 'disabled@example.com', password: PASSWORD })).toEqual(errors.credentials);
      expect(await logIn(app, { email: 'disabled@example.com', password: 'wrong' })).toEqual(errors.credentials);
    });

    it.each([PASSWORD.toUpperCase(), ` ${PASSWORD}`, `${PASSWORD} `, PASSWORD.slice(0, -1), `${PASSWORD}x`])(
      'when the password is %j',
      async (password) => {
        const users = app.nest.get(UsersService);
        const isThere = await users.findByIdentifier('exact@example.com', 'email');
        if (!isThere) await openAccount(app, { name: 'exact@example.com' });

        expect(await logIn(app, { email: 'exact@example.com', password })).toEqual(errors.credentials);
      },
    );

    it('when only what lies past 72 bytes differs', async () => {
      const password = 'x'.repeat(100);
      await openAccount(app, { name: 'long@example.com', password });

      expect(await logIn(app, { email: 'long@example.com', password: `${'x'.repeat(99)}y` })).toEqual(
        errors.credentials,
      );
      expect(await logIn(app, { email: 'long@example.com', password })).toMatchObject({ status: 200 });
    });

    it('says how to authenticate', async () => {
      const { headers } = await app.send('POST', `${BASE}/login`, {
        json: { email: 'unknown@example.com', password: PASSWORD },
      });

      expect(headers['www-authenticate']).toBe('Bearer');
    });
  });

  describe('429 Too many requests - Rate limited', () => {
    const wrong = 'a wrong password';
    let strict: TestApp;

    beforeAll(async () => {
      strict = await startTestApp({ LIMITS: 'strict' });
    });

    afterAll(() => strict.close());

    it.each(['known@example.com', 'unknown@example.com'])(
      'after ten tries for %s, even with the right password',
      async (email) => {
        if (email.startsWith('known')) await openAccount(strict, { name: email });
        for (let tries = 0; tries < 10; tries += 1) {
          expect(await logIn(strict, { email, password: wrong })).toEqual(errors.credentials);
        }

        const { status, body, headers } = await strict.send('POST', `${BASE}/login`, {
          json: { email, password: PASSWORD },
        });
        expect({ status, body }).toEqual(errors.tooMany);
        expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
        expect(Number(headers['retry-after'])).toBeLessThanOrEqual(300);
      },
    );

    it('but not for signing in rightly', async () => {
      const email = 'busy@example.com';
      await openAccount(strict, { name: email });

      for (let times = 0; times < 15; times += 1) {
        expect(await logIn(strict, { email, password: PASSWORD })).toMatchObject({ status: 200 });
      }
    });
  });

  it('500 Internal server error', async () => {
    jest.spyOn(app.nest.get(EntryService), 'signIn').mockRejectedValueOnce(new Error('the disk is on fire'));

    expect(await logIn(app, { email: 'unlucky@example.com', password: PASSWORD })).toEqual(errors.unexpected);
  });

  describe('what must not happen', () => {
    it('a session opened with a password that was changed while it was being judged', async () => {
      const email = 'overtaken@example.com';
      const { id } = await openAccount(app, { name: email });
      const passwords = app.nest.get(PasswordsService);
      const judge = passwords.judge.bind(passwords);
      jest.spyOn(passwords, 'judge').mockImplementationOnce(async (password, stored) => {
        const verdict = await judge(password, stored);
        await app.nest.get(UsersService).setPasswordHash(id, await passwords.store('the new password'));
        return verdict;
      });

      expect(await logIn(app, { email, password: PASSWORD })).toEqual(errors.credentials);
      expect(await logIn(app, { email, password: 'the new password' })).toMatchObject({ status: 200 });
    });

    it('a session opened for an account that was disabled while the password was being judged', async () => {
      const email = 'shut@example.com';
      const user = await openAccount(app, { name: email });
      const passwords = app.nest.get(PasswordsService);
      const judge = passwords.judge.bind(passwords);
      jest.spyOn(passwords, 'judge').mockImplementationOnce(async (password, stored) => {
        const verdict = await judge(password, stored);
        await disable(app, user);
        return verdict;
      });

      expect(await logIn(app, { email, password: PASSWORD })).toEqual(errors.credentials);
    });
  });
});
