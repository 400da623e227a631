import type { OutgoingHttpHeaders } from 'node:http';
import { EntryService } from '#core/entry';
import { SessionsService } from '#core/sessions';
import { AccessTokensService } from '#core/tokens';
import { answerOf } from '../../support/answer.js';
import { claimsOf, disable, findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './gravscale.errors.js';
import { info, newcomer, PATHS } from './gravscale.requests.js';

const HOUR_SECONDS = 3600;

describe('GET /dev/public-api/api/auth/info', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it("tells the bearer's account, 200", async () => {
    const { accessToken } = await newcomer(app, 'ada@example.com');

    expect(await info(app, accessToken)).toEqual({
      status: 200,
      body: { email: 'ada@example.com', nickname: 'ada' },
    });
  });

  it('takes the scheme in any case', async () => {
    const { accessToken } = await newcomer(app, 'scheme@example.com');
    const reply = await app.send('GET', PATHS.info, { headers: { authorization: `bearer ${accessToken}` } });

    expect(reply).toMatchObject({ status: 200 });
  });

  it('tells an account without an address, opened through another API, by its user name', async () => {
    await openAccount(app, { name: 'lovelace' });
    const credentials = { identifier: 'lovelace', accept: 'any', password: PASSWORD } as const;
    const entrance = await app.nest.get(EntryService).signIn(credentials, { origin: 'spec' }, { isRefreshable: false });
    const { token } = await app.nest.get(AccessTokensService).issueFor(entrance.session);

    expect(await info(app, token)).toEqual({ status: 200, body: { email: '', nickname: 'lovelace' } });
  });

  describe('401', () => {
    it.each<[string, OutgoingHttpHeaders]>([
      ['no header', {}],
      ['an empty header', { authorization: '' }],
      ['no token', { authorization: 'Bearer' }],
      ['no JWT', { authorization: 'Bearer made-up' }],
      ['another scheme', { authorization: 'Basic YWRhOnBhc3N3b3Jk' }],
      ['a token without a signature', { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }],
    ])('when there is %s', async (_, headers) => {
      const reply = await app.send('GET', PATHS.info, { headers });

      expect(answerOf(reply)).toEqual(errors.unauthenticated);
      expect(reply.headers).toMatchObject({ 'www-authenticate': 'Bearer' });
    });

    it('when the header is sent twice, though each would be good', async () => {
      const { accessToken } = await newcomer(app, 'double@example.com');
      const headers = { Authorization: [`Bearer ${accessToken}`, `Bearer ${accessToken}`] };

      const reply = await app.send('GET', PATHS.info, { headers });

      expect(answerOf(reply)).toEqual(errors.unauthenticated);
    });

    it('when the token was tampered with', async () => {
      const { accessToken } = await newcomer(app, 'tampered@example.com');
      const [header, payload, signature] = accessToken.split('.');
      const claims = { ...(claimsOf(accessToken) as object), sub: 'somebody else' };
      const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');

      expect(await info(app, `${header}.${forged}.${signature}`)).toEqual(errors.unauthenticated);
      expect(await info(app, `${header}.${payload}.${'A'.repeat(86)}`)).toEqual(errors.unauthenticated);
    });

    it('when the token has expired', async () => {
      const { accessToken } = await newcomer(app, 'expired@example.com');
      app.clock.advance(HOUR_SECONDS);

      expect(await info(app, accessToken)).toEqual(errors.unauthenticated);
    });

    it('when the session was ended', async () => {
      const { accessToken } = await newcomer(app, 'ended@example.com');
      const { sid } = claimsOf(accessToken) as { sid: string };
      await app.nest.get(SessionsService).end(sid, 'logout');

      expect(await info(app, accessToken)).toEqual(errors.unauthenticated);
    });

    it('when the account is disabled', async () => {
      const { accessToken } = await newcomer(app, 'disabled@example.com');
      const account = await findAccount(app, 'disabled@example.com');
      if (account) await disable(app, account);

      expect(await info(app, accessToken)).toEqual(errors.unauthenticated);
    });

    it('when it is a refresh token', async () => {
      const { refreshToken } = await newcomer(app, 'refresh@example.com');

      expect(await info(app, refreshToken)).toEqual(errors.unauthenticated);
    });

    it('when the token is in the query', async () => {
      const { accessToken } = await newcomer(app, 'query@example.com');
      const reply = await app.send('GET', `${PATHS.info}?access_token=${accessToken}`);

      expect(answerOf(reply)).toEqual(errors.unauthenticated);
    });
  });
});
