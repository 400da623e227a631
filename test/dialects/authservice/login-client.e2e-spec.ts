import { jest } from '@jest/globals';
import { EntryService } from '#core/entry';
import { AccessTokensService } from '#core/tokens';
import { claimsOf, disable, findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './authservice.errors.js';
import { loginClient, registered, showClient, tokenOf } from './authservice.requests.js';

const HALF_A_DAY = 43_200;

describe('POST /auth/login/client', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('signs in with client id and secret and answers a token for 12 hours', async () => {
    const { clientId, clientSecret } = await registered(app, 'johndoe');

    expect(await loginClient(app, { clientId, clientSecret })).toEqual({
      status: 200,
      body: {
        token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        token_type: 'Bearer',
        expires_in: HALF_A_DAY,
      },
    });
  });

  it('answers a JWT whose claims tell the account and its role', async () => {
    await openAccount(app, { name: 'mod', role: 'moderator' });
    const { body } = await showClient(app, { username: 'mod', password: PASSWORD });
    const user = await findAccount(app, 'mod');
    const now = app.clock.now().getTime() / 1000;

    expect(claimsOf(await tokenOf(app, body as { clientId: string; clientSecret: string }))).toEqual({
      userId: user?.id,
      role: 'moderator',
      iss: 'http://rosetta.localhost',
      aud: 'rosetta',
      sub: user?.id,
      sid: expect.any(String),
      jti: expect.any(String),
      iat: now,
      exp: now + HALF_A_DAY,
    });
  });

  it('answers a token that stands for the account until it expires', async () => {
    const own = await startTestApp();
    try {
      const token = await tokenOf(own, await registered(own, 'bearer'));
      const entry = own.nest.get(EntryService);

      own.clock.advance(HALF_A_DAY - 1);
      await expect(entry.admit(token)).resolves.toMatchObject({ user: { username: 'bearer' } });
      own.clock.advance(1);
      await expect(entry.admit(token)).rejects.toMatchObject({ code: 'invalid_access_token' });
    } finally {
      await own.close();
    }
  });

  it('opens a session for each log-in, and records it', async () => {
    const pair = await registered(app, 'often');
    const [first, second] = [claimsOf(await tokenOf(app, pair)), claimsOf(await tokenOf(app, pair))];

    expect(first).toMatchObject({ sid: expect.any(String) });
    expect(second).not.toMatchObject({ sid: (first as { sid: string }).sid });
    expect(await findAccount(app, 'often')).toMatchObject({ lastSignInAt: app.clock.now() });
  });

  it('answers the lifetime that is configured, in the token as in the number', async () => {
    const brief = await startTestApp({ CLIENT_TOKEN_TTL: '30m' });
    try {
      const { clientId, clientSecret } = await registered(brief, 'brief');
      const answer = await loginClient(brief, { clientId, clientSecret });
      const now = brief.clock.now().getTime() / 1000;

      expect(answer).toEqual({
        status: 200,
        body: { token: expect.any(String), token_type: 'Bearer', expires_in: 1800 },
      });
      expect(claimsOf((answer.body as { token: string }).token)).toMatchObject({ iat: now, exp: now + 1800 });
    } finally {
      await brief.close();
    }
  });

  describe('401 Unauthorized (invalid client credentials)', () => {
    it('when the secret is wrong', async () => {
      const { clientId } = await registered(app, 'wrong.secret');

      expect(await loginClient(app, { clientId, clientSecret: 'def789-ghi012' })).toEqual(errors.client);
    });

    it('when the secret is that of another client', async () => {
      const { clientId } = await registered(app, 'one');
      const { clientSecret } = await registered(app, 'another');

      expect(await loginClient(app, { clientId, clientSecret })).toEqual(errors.client);
    });

    it('when there is no such client', async () => {
      expect(await loginClient(app, { clientId: 'abc123-xyz456', clientSecret: 'def789-ghi012' })).toEqual(
        errors.client,
      );
    });

    it('when the account is disabled', async () => {
      const { clientId, clientSecret } = await registered(app, 'disabled');
      const user = await findAccount(app, 'disabled');
      if (user) await disable(app, user);

      expect(await loginClient(app, { clientId, clientSecret })).toEqual(errors.client);
    });

    it('when name and password are sent for client credentials', async () => {
      await openAccount(app, { name: 'mixed.up', password: 'password123' });

      expect(await loginClient(app, { clientId: 'mixed.up', clientSecret: 'password123' })).toEqual(errors.client);
    });
  });

  describe('500 Internal server error', () => {
    it('when something unforeseen happens, and says nothing of it', async () => {
      const { clientId, clientSecret } = await registered(app, 'unlucky');
      const broken = jest.spyOn(app.nest.get(AccessTokensService), 'issueFor');
      broken.mockRejectedValueOnce(new Error('the disk is on fire'));

      expect(await loginClient(app, { clientId, clientSecret })).toEqual(errors.unexpected);
    });
  });

  describe('what must not happen', () => {
    it('a token that outlives its account being disabled', async () => {
      const token = await tokenOf(app, await registered(app, 'dismissed'));
      const user = await findAccount(app, 'dismissed');
      if (user) await disable(app, user);

      await expect(app.nest.get(EntryService).admit(token)).rejects.toMatchObject({ code: 'invalid_access_token' });
    });
  });
});
