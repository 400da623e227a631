import { SessionsService } from '#core/sessions';
import { secondsAfter } from '#platform/clock';
import { answerOf } from '../../support/answer.js';
import { claimsOf, disable, findAccount } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './gravscale.errors.js';
import { type Authorization, info, newcomer, PATHS, refresh, refreshBy, refreshed } from './gravscale.requests.js';

const HOUR_SECONDS = 3600;
const RETRY_WINDOW_SECONDS = 60;

const sessionOf = (accessToken: string) => (claimsOf(accessToken) as { sid: string }).sid;

describe('POST /dev/public-api/api/auth/refresh', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('answers new tokens of the same session, 200', async () => {
    const { accessToken, refreshToken } = await newcomer(app, 'ada@example.com');

    const reply = await app.send<Authorization>('POST', `${PATHS.refresh}?refresh_token=${refreshToken}`);

    expect(answerOf(reply)).toEqual({
      status: 200,
      body: {
        accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        refreshToken: expect.stringMatching(/^[\w-]{86}$/),
        type: 'Bearer',
        expiresAt: secondsAfter(app.clock.now(), HOUR_SECONDS).toISOString(),
      },
    });
    expect(reply.body.refreshToken).not.toBe(refreshToken);
    expect(sessionOf(reply.body.accessToken)).toBe(sessionOf(accessToken));
    expect(await info(app, reply.body.accessToken)).toMatchObject({ status: 200 });
  });

  it.each([undefined, 'application/json', 'application/x-www-form-urlencoded', 'text/plain'])(
    'takes an empty body of the type %s',
    async (type) => {
      const { refreshToken } = await newcomer(app, `${(type ?? 'none').replace(/\W/g, '-')}@example.com`);
      const headers = type === undefined ? {} : { 'content-type': type };

      const reply = await app.send('POST', `${PATHS.refresh}?refresh_token=${refreshToken}`, { headers });

      expect(reply).toMatchObject({ status: 200 });
    },
  );

  it('ignores a body, whatever is in it', async () => {
    const { refreshToken } = await newcomer(app, 'body@example.com');
    const headers = { 'content-type': 'application/json' };

    const reply = await app.send('POST', `${PATHS.refresh}?refresh_token=${refreshToken}`, { headers, raw: '{"a":' });

    expect(reply).toMatchObject({ status: 200 });
  });

  it('answers the same successor to a retry', async () => {
    const { refreshToken } = await newcomer(app, 'retry@example.com');

    const [first, second] = [await refreshed(app, refreshToken), await refreshed(app, refreshToken)];

    expect(second.refreshToken).toBe(first.refreshToken);
  });

  describe('401', () => {
    it('when the token was used and its retry is over, and the session is over too', async () => {
      const { refreshToken } = await newcomer(app, 'late@example.com');
      const successor = await refreshed(app, refreshToken);
      app.clock.advance(RETRY_WINDOW_SECONDS);

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
      expect(await refresh(app, successor.refreshToken)).toEqual(errors.refreshToken);
      expect(await info(app, successor.accessToken)).toEqual(errors.unauthenticated);
    });

    it('when the token was used and so was its successor', async () => {
      const { refreshToken } = await newcomer(app, 'spent@example.com');
      await refreshed(app, (await refreshed(app, refreshToken)).refreshToken);

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
    });

    it('when the session was ended', async () => {
      const { accessToken, refreshToken } = await newcomer(app, 'ended@example.com');
      await app.nest.get(SessionsService).end(sessionOf(accessToken), 'logout');

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
    });

    it('when the account is disabled', async () => {
      const { refreshToken } = await newcomer(app, 'disabled@example.com');
      const account = await findAccount(app, 'disabled@example.com');
      if (account) await disable(app, account);

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
    });

    it('when the token is none of ours', async () => {
      expect(await refresh(app, 'made-up')).toEqual(errors.refreshToken);
    });

    it('when it is an access token', async () => {
      const { accessToken } = await newcomer(app, 'access@example.com');

      expect(await refresh(app, accessToken)).toEqual(errors.refreshToken);
    });

    it('says how to authenticate', async () => {
      const { headers } = await app.send('POST', `${PATHS.refresh}?refresh_token=made-up`);

      expect(headers).toMatchObject({ 'www-authenticate': 'Bearer' });
    });
  });

  describe('422 Validation Error', () => {
    it('when there is no token', async () => {
      expect(await refreshBy(app, '')).toEqual(errors.missing('query', 'refresh_token'));
    });

    it('when the token is empty', async () => {
      expect(await refreshBy(app, 'refresh_token=')).toEqual(errors.noToken);
    });

    it('when the token is given twice, though each would be good', async () => {
      const { refreshToken } = await newcomer(app, 'double@example.com');

      expect(await refreshBy(app, `refresh_token=${refreshToken}&refresh_token=${refreshToken}`)).toEqual(
        errors.noString('query', 'refresh_token'),
      );
      expect(await refresh(app, refreshToken)).toMatchObject({ status: 200 });
    });

    it('when the token is in the body alone', async () => {
      const { refreshToken } = await newcomer(app, 'in-body@example.com');

      const reply = await app.send('POST', PATHS.refresh, { json: { refresh_token: refreshToken } });

      expect(answerOf(reply)).toEqual(errors.missing('query', 'refresh_token'));
    });
  });
});
