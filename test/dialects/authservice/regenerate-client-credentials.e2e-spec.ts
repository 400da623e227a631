import { jest } from '@jest/globals';
import { AccountService } from '#core/account';
import { EntryService } from '#core/entry';
import { disable, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './authservice.errors.js';
import { loginClient, regenerate, registered, showClient, tokenOf } from './authservice.requests.js';

describe('POST /auth/regenerate-client-credentials', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('answers a new pair for the documented user', async () => {
    const old = await registered(app, 'johndoe', 'password123');
    const answer = await regenerate(app, { username: 'johndoe', password: 'password123' });

    expect(answer).toEqual({
      status: 200,
      body: {
        message: 'Client credentials regenerated successfully',
        clientId: expect.stringMatching(/^[\w-]{22}$/),
        clientSecret: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
    expect(answer.body).not.toMatchObject({ clientId: old.clientId });
    expect(answer.body).not.toMatchObject({ clientSecret: old.clientSecret });
  });

  it('puts the new pair in the place of the old', async () => {
    await registered(app, 'replacer');
    const { body } = await regenerate(app, { username: 'replacer', password: 'password123' });
    const { clientId, clientSecret } = body as { clientId: string; clientSecret: string };

    expect(await showClient(app, { username: 'replacer', password: 'password123' })).toEqual({
      status: 200,
      body: { clientId, clientSecret },
    });
    expect(await loginClient(app, { clientId, clientSecret })).toMatchObject({ status: 200 });
  });

  it('issues a first pair to an account that never had one', async () => {
    await openAccount(app, { name: 'first@example.com' });

    expect(await regenerate(app, { username: 'first@example.com', password: PASSWORD })).toMatchObject({ status: 200 });
  });

  describe('401 Unauthorized (invalid credentials)', () => {
    it('when the password is wrong', async () => {
      await openAccount(app, { name: 'wrong' });

      expect(await regenerate(app, { username: 'wrong', password: 'not the password' })).toEqual(errors.credentials);
    });

    it('when nobody goes by that name', async () => {
      expect(await regenerate(app, { username: 'nobody', password: PASSWORD })).toEqual(errors.credentials);
    });

    it('when the account is disabled', async () => {
      await disable(app, await openAccount(app, { name: 'disabled' }));

      expect(await regenerate(app, { username: 'disabled', password: PASSWORD })).toEqual(errors.credentials);
    });
  });

  describe('500 Internal server error', () => {
    it('when something unforeseen happens, and the old pair goes on working', async () => {
      const { clientId, clientSecret } = await registered(app, 'unlucky');
      const broken = jest.spyOn(app.nest.get(AccountService), 'regenerateClient');
      broken.mockRejectedValueOnce(new Error('the disk is on fire'));

      expect(await regenerate(app, { username: 'unlucky', password: 'password123' })).toEqual(errors.unexpected);
      expect(await loginClient(app, { clientId, clientSecret })).toMatchObject({ status: 200 });
    });
  });

  describe('what must not happen', () => {
    it('either half of the old pair working on', async () => {
      const old = await registered(app, 'halves');
      const { body } = await regenerate(app, { username: 'halves', password: 'password123' });
      const { clientId, clientSecret } = body as { clientId: string; clientSecret: string };

      expect(await loginClient(app, { clientId: old.clientId, clientSecret: old.clientSecret })).toEqual(errors.client);
      expect(await loginClient(app, { clientId, clientSecret: old.clientSecret })).toEqual(errors.client);
      expect(await loginClient(app, { clientId: old.clientId, clientSecret })).toEqual(errors.client);
    });

    it('a session of the old pair living on', async () => {
      const token = await tokenOf(app, await registered(app, 'session'));
      await regenerate(app, { username: 'session', password: 'password123' });

      await expect(app.nest.get(EntryService).admit(token)).rejects.toMatchObject({ code: 'invalid_access_token' });
    });

    it('the session of another account ending with it', async () => {
      const token = await tokenOf(app, await registered(app, 'neighbour'));
      await registered(app, 'renewer');
      await regenerate(app, { username: 'renewer', password: 'password123' });

      await expect(app.nest.get(EntryService).admit(token)).resolves.toMatchObject({ user: { username: 'neighbour' } });
    });

    it('a refused request replacing anything', async () => {
      const { clientId, clientSecret } = await registered(app, 'untouched');
      await regenerate(app, { username: 'untouched', password: 'a wrong password' });

      expect(await loginClient(app, { clientId, clientSecret })).toMatchObject({ status: 200 });
    });

    it('two pairs, when it is asked for twice at the same moment', async () => {
      await registered(app, 'both');
      const headers = { username: 'both', password: 'password123' };
      const answers = await Promise.all([regenerate(app, headers), regenerate(app, headers)]);
      const pairs = answers.map(({ body }) => body as { clientId: string; clientSecret: string });
      const logins = await Promise.all(
        pairs.map(({ clientId, clientSecret }) => loginClient(app, { clientId, clientSecret })),
      );

      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(logins.map(({ status }) => status).sort()).toEqual([200, 401]);
    });
  });
});
