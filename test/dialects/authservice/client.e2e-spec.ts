import { jest } from '@jest/globals';
import { AccountService } from '#core/account';
import { disable, findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './authservice.errors.js';
import { registered, showClient } from './authservice.requests.js';

describe('GET /auth/client', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('answers the client credentials of the documented user', async () => {
    const pair = await registered(app, 'johndoe', 'password123');

    expect(await showClient(app, { username: 'johndoe', password: 'password123' })).toEqual({
      status: 200,
      body: pair,
    });
  });

  it('answers the same pair every time', async () => {
    await openAccount(app, { name: 'steady' });
    const first = await showClient(app, { username: 'steady', password: PASSWORD });

    expect(await showClient(app, { username: 'steady', password: PASSWORD })).toEqual(first);
  });

  it('issues a pair to an account that was made through another API', async () => {
    await openAccount(app, { name: 'ada@example.com' });

    expect(await showClient(app, { username: 'ADA@example.com', password: PASSWORD })).toEqual({
      status: 200,
      body: {
        clientId: expect.stringMatching(/^[\w-]{22}$/),
        clientSecret: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
  });

  describe('401 Unauthorized (invalid credentials)', () => {
    it('when the password is wrong', async () => {
      await openAccount(app, { name: 'wrong' });

      expect(await showClient(app, { username: 'wrong', password: 'not the password' })).toEqual(errors.credentials);
    });

    it('when nobody goes by that name', async () => {
      expect(await showClient(app, { username: 'nobody', password: PASSWORD })).toEqual(errors.credentials);
    });

    it('when the account is disabled', async () => {
      await disable(app, await openAccount(app, { name: 'disabled' }));

      expect(await showClient(app, { username: 'disabled', password: PASSWORD })).toEqual(errors.credentials);
    });

    it('when client credentials are sent for name and password', async () => {
      const { clientId, clientSecret } = await registered(app, 'mixed.up');

      expect(await showClient(app, { username: clientId, password: clientSecret })).toEqual(errors.credentials);
    });
  });

  describe('500 Internal server error', () => {
    it('when something unforeseen happens, and says nothing of it', async () => {
      await openAccount(app, { name: 'unlucky' });
      const broken = jest.spyOn(app.nest.get(AccountService), 'credentialsOf');
      broken.mockRejectedValueOnce(new Error('the disk is on fire'));

      expect(await showClient(app, { username: 'unlucky', password: PASSWORD })).toEqual(errors.unexpected);
    });
  });

  describe('what must not happen', () => {
    it('two pairs for one account, when it asks twice at the same moment for its first', async () => {
      await openAccount(app, { name: 'twice' });
      const headers = { username: 'twice', password: PASSWORD };
      const [first, second] = await Promise.all([showClient(app, headers), showClient(app, headers)]);

      expect(first).toMatchObject({ status: 200 });
      expect(second).toEqual(first);
    });

    it('a session opened by looking', async () => {
      await openAccount(app, { name: 'looker' });
      await showClient(app, { username: 'looker', password: PASSWORD });

      expect(await findAccount(app, 'looker')).toMatchObject({ lastSignInAt: null });
    });
  });
});
