import { EntryService } from '#core/entry';
import { MembersService, SeatingService } from '#core/organizations';
import { secondsAfter } from '#platform/clock';
import { Database } from '#platform/database';
import { answerOf } from '../../support/answer.js';
import { claimsOf, disable } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import {
  entered,
  jwtIn,
  loggedIn,
  logout,
  member,
  PASSWORD,
  PATHS,
  REFRESH_TOKEN,
  refresh,
  refreshed,
  SESSION_TOKEN,
  stranger,
} from './nap.requests.js';

const HOUR_SECONDS = 3600;
const MONTH_SECONDS = 30 * 24 * HOUR_SECONDS;
const RETRY_WINDOW_SECONDS = 60;

describe('POST /api/auth/refresh', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  /** The refresh token of a session that another API opened. */
  async function tokenFromElsewhere(email: string): Promise<string> {
    const credentials = { identifier: email, accept: 'email', password: PASSWORD } as const;
    const visitor = { origin: 'another' };
    const { refreshToken } = await app.nest.get(EntryService).signIn(credentials, visitor, { isRefreshable: true });
    return refreshToken ?? '';
  }

  async function unseat(userId: string): Promise<void> {
    const database = app.nest.get(Database);
    await database.transaction(() => database.manager.query(`DELETE FROM memberships WHERE user_id = '${userId}'`));
  }

  it('answers new tokens of the same session, 200', async () => {
    const before = await entered(app, 'ada@example.com');
    app.clock.advance(HOUR_SECONDS);
    const now = app.clock.now();

    const reply = await app.send('POST', PATHS.refresh, { headers: { [REFRESH_TOKEN]: before.refresh_token } });

    expect(answerOf(reply)).toEqual({
      status: 200,
      body: {
        tokens: {
          session_id: before.session_id,
          session_token: expect.stringMatching(/^[\w-]+$/),
          session_token_expiry: secondsAfter(now, HOUR_SECONDS).toISOString(),
          refresh_token: expect.stringMatching(/^[\w-]{86}$/),
          refresh_token_expiry: secondsAfter(now, MONTH_SECONDS).toISOString(),
        },
      },
    });
  });

  it('answers a session token with the same claims, and a refresh token with another text', async () => {
    const before = await entered(app, 'grace@example.com');

    const after = await refreshed(app, before.refresh_token);

    expect(claimsOf(jwtIn(after))).toEqual(claimsOf(jwtIn(before)));
    expect(after.refresh_token).not.toBe(before.refresh_token);
    expect(await logout(app, { [SESSION_TOKEN]: after.session_token })).toMatchObject({ status: 200 });
  });

  it('answers the same successor to a retry', async () => {
    const { refresh_token } = await entered(app, 'retry@example.com');

    const [first, second] = [await refreshed(app, refresh_token), await refreshed(app, refresh_token)];

    expect(second.refresh_token).toBe(first.refresh_token);
  });

  it('goes on with a session that another API opened, in the organization of its owner', async () => {
    const { id } = await member(app, 'guest@example.com');
    const [seat] = await app.nest.get(MembersService).seatsOf(id);

    const tokens = await refreshed(app, await tokenFromElsewhere('guest@example.com'));

    expect(claimsOf(jwtIn(tokens))).toMatchObject({ sub: id, jti: tokens.session_id, org_id: seat?.organization.id });
  });

  it.each([undefined, 'application/json', 'application/x-www-form-urlencoded', 'text/plain'])(
    'takes an empty body of the type %s',
    async (type) => {
      const { refresh_token } = await entered(app, `${(type ?? 'none').replace(/\W/g, '-')}@example.com`);
      const headers = { [REFRESH_TOKEN]: refresh_token, ...(type !== undefined && { 'content-type': type }) };

      expect(await app.send('POST', PATHS.refresh, { headers })).toMatchObject({ status: 200 });
    },
  );

  describe('400 Bad Request - Invalid or missing tokens', () => {
    it('when there is no token', async () => {
      expect(answerOf(await app.send('POST', PATHS.refresh))).toEqual(errors.missing(REFRESH_TOKEN));
    });

    it('when the token is in the body alone', async () => {
      const { refresh_token } = await entered(app, 'in-body@example.com');

      expect(answerOf(await app.send('POST', PATHS.refresh, { json: { refresh_token } }))).toEqual(
        errors.missing(REFRESH_TOKEN),
      );
    });

    it.each(['', 'two words', 'caf\u00E9', 'a'.repeat(8193)])(
      'when the token is %.20j, which is none',
      async (token) => {
        expect(await refresh(app, token)).toEqual(errors.badRequest(`${REFRESH_TOKEN} must be a token`));
      },
    );

    it('when the token is sent twice, though each would be good', async () => {
      const { refresh_token } = await entered(app, 'double@example.com');
      const headers = { [REFRESH_TOKEN]: [refresh_token, refresh_token] };

      expect(answerOf(await app.send('POST', PATHS.refresh, { headers }))).toEqual(
        errors.badRequest(`The header ${REFRESH_TOKEN} must be sent once`),
      );
      expect(await refresh(app, refresh_token)).toMatchObject({ status: 200 });
    });
  });

  describe('401 Unauthorized - Invalid or expired tokens - Proceed to Login', () => {
    it('when the token is none of ours', async () => {
      expect(await refresh(app, 'made-up')).toEqual(errors.refreshToken);
    });

    it('when it is a session token', async () => {
      const tokens = await entered(app, 'session-token@example.com');

      expect(await refresh(app, tokens.session_token)).toEqual(errors.refreshToken);
      expect(await refresh(app, jwtIn(tokens))).toEqual(errors.refreshToken);
    });

    it('when it was used and its retry is over, and the session is over too', async () => {
      const { refresh_token } = await entered(app, 'late@example.com');
      const successor = await refreshed(app, refresh_token);
      app.clock.advance(RETRY_WINDOW_SECONDS);

      expect(await refresh(app, refresh_token)).toEqual(errors.refreshToken);
      expect(await refresh(app, successor.refresh_token)).toEqual(errors.refreshToken);
      expect(await logout(app, { [SESSION_TOKEN]: successor.session_token })).toEqual(errors.sessionToken);
    });

    it('when the session was ended', async () => {
      const { session_token, refresh_token } = await entered(app, 'ended@example.com');
      await logout(app, { [SESSION_TOKEN]: session_token });

      expect(await refresh(app, refresh_token)).toEqual(errors.refreshToken);
    });

    it('when the session was not used for thirty days', async () => {
      const { refresh_token } = await entered(app, 'idle@example.com');
      app.clock.advance(MONTH_SECONDS);

      expect(await refresh(app, refresh_token)).toEqual(errors.refreshToken);
    });

    it('when the account is disabled', async () => {
      const user = await member(app, 'disabled@example.com');
      const { refresh_token } = await loggedIn(app, 'disabled@example.com');
      await disable(app, user);

      expect(await refresh(app, refresh_token)).toEqual(errors.refreshToken);
    });

    it('when the user has left the organization, and the token is good again when they are back', async () => {
      const user = await member(app, 'left@example.com');
      const { refresh_token } = await loggedIn(app, 'left@example.com');
      await unseat(user.id);
      expect(await refresh(app, refresh_token)).toEqual(errors.refreshToken);

      await app.nest.get(SeatingService).welcome(user);

      expect(await refresh(app, refresh_token)).toMatchObject({ status: 200 });
    });

    it('when another API let somebody in whose address is not verified; the token stays good there', async () => {
      await stranger(app, 'unverified@example.com');
      const token = await tokenFromElsewhere('unverified@example.com');

      expect(await refresh(app, token)).toEqual(errors.refreshToken);
      expect(await app.nest.get(EntryService).refresh(token, { origin: 'another' })).toMatchObject({
        session: { endedAt: null },
      });
    });
  });
});
