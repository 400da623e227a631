import { type EndReason, SessionsService } from '#core/sessions';
import { answerOf } from '../../support/answer.js';
import { disable } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import {
  entered,
  jwtIn,
  loggedIn,
  logout,
  member,
  PATHS,
  REFRESH_TOKEN,
  refresh,
  refreshed,
  SESSION_TOKEN,
  type Tokens,
} from './nap.requests.js';

const LOGGED_OUT = { status: 200, body: { success: true, message: 'Logged out' } };
const HOUR_SECONDS = 3600;
const RETRY_WINDOW_SECONDS = 60;

describe('POST /api/auth/logout', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function endOf({ session_id }: Tokens): Promise<EndReason | null | undefined> {
    return (await app.nest.get(SessionsService).find(session_id))?.endReason;
  }

  it('ends the session of the session token, 200', async () => {
    const tokens = await entered(app, 'ada@example.com');

    expect(await logout(app, { [SESSION_TOKEN]: tokens.session_token })).toEqual(LOGGED_OUT);
    expect(await endOf(tokens)).toBe('logout');
  });

  it('takes the bare JWT for a session token', async () => {
    const tokens = await entered(app, 'bare@example.com');

    expect(await logout(app, { [SESSION_TOKEN]: jwtIn(tokens) })).toEqual(LOGGED_OUT);
    expect(await endOf(tokens)).toBe('logout');
  });

  it('ends the session of the refresh token', async () => {
    const tokens = await entered(app, 'grace@example.com');

    expect(await logout(app, { [REFRESH_TOKEN]: tokens.refresh_token })).toEqual(LOGGED_OUT);
    expect(await endOf(tokens)).toBe('logout');
  });

  it('ends the session of both', async () => {
    const { session_token, refresh_token, ...rest } = await entered(app, 'both@example.com');
    const headers = { [SESSION_TOKEN]: session_token, [REFRESH_TOKEN]: refresh_token };

    expect(await logout(app, headers)).toEqual(LOGGED_OUT);
    expect(await endOf({ session_token, refresh_token, ...rest })).toBe('logout');
  });

  it('takes the refresh token whose successor got lost on the way', async () => {
    const tokens = await entered(app, 'lost@example.com');
    await refreshed(app, tokens.refresh_token);

    expect(await logout(app, { [REFRESH_TOKEN]: tokens.refresh_token })).toEqual(LOGGED_OUT);
    expect(await endOf(tokens)).toBe('logout');
  });

  it('leaves no token of the session good', async () => {
    const { session_token, refresh_token } = await entered(app, 'thorough@example.com');
    await logout(app, { [REFRESH_TOKEN]: refresh_token });

    expect(await refresh(app, refresh_token)).toEqual(errors.refreshToken);
    expect(await logout(app, { [SESSION_TOKEN]: session_token })).toEqual(errors.sessionToken);
    expect(await logout(app, { [REFRESH_TOKEN]: refresh_token })).toEqual(errors.refreshToken);
  });

  it("leaves the account's other sessions alone", async () => {
    const first = await entered(app, 'two@example.com');
    const second = await loggedIn(app, 'two@example.com');

    await logout(app, { [SESSION_TOKEN]: first.session_token });

    expect(await endOf(second)).toBeNull();
    expect(await refresh(app, second.refresh_token)).toMatchObject({ status: 200 });
  });

  it.each([undefined, 'application/json', 'application/x-www-form-urlencoded', 'text/plain'])(
    'takes an empty body of the type %s',
    async (type) => {
      const { session_token } = await entered(app, `${(type ?? 'none').replace(/\W/g, '-')}@example.com`);
      const headers = { [SESSION_TOKEN]: session_token, ...(type !== undefined && { 'content-type': type }) };

      expect(await logout(app, headers)).toEqual(LOGGED_OUT);
    },
  );

  describe('400 Bad Request - Invalid or missing tokens', () => {
    it('when there is no token', async () => {
      expect(await logout(app, {})).toEqual(errors.tokensMissing);
    });

    it('when the token is in a header of another API', async () => {
      const tokens = await entered(app, 'bearer@example.com');

      expect(await logout(app, { authorization: `Bearer ${jwtIn(tokens)}` })).toEqual(errors.tokensMissing);
      expect(await endOf(tokens)).toBeNull();
    });

    it.each(['', 'made-up', 'bm8gSldU', 'two.parts', 'four.parts.of.it', 'a b.c.d', '..', '\u00E9.\u00E9.\u00E9'])(
      'when the session token is %j, which is none',
      async (token) => {
        expect(await logout(app, { [SESSION_TOKEN]: token })).toEqual(
          errors.badRequest(`${SESSION_TOKEN} must be a session token`),
        );
      },
    );

    it.each(['', 'two words', 'caf\u00E9', 'a'.repeat(8193)])(
      'when the refresh token is %.20j, which is none',
      async (token) => {
        expect(await logout(app, { [REFRESH_TOKEN]: token })).toEqual(
          errors.badRequest(`${REFRESH_TOKEN} must be a token`),
        );
      },
    );

    it('when one of them is none, though the other would be good', async () => {
      const tokens = await entered(app, 'one-bad@example.com');

      expect(await logout(app, { [SESSION_TOKEN]: tokens.session_token, [REFRESH_TOKEN]: '' })).toEqual(
        errors.badRequest(`${REFRESH_TOKEN} must be a token`),
      );
      expect(await logout(app, { [SESSION_TOKEN]: 'made-up', [REFRESH_TOKEN]: tokens.refresh_token })).toEqual(
        errors.badRequest(`${SESSION_TOKEN} must be a session token`),
      );
      expect(await endOf(tokens)).toBeNull();
    });

    it('when they belong to different sessions, and ends neither', async () => {
      const first = await entered(app, 'apart@example.com');
      const second = await loggedIn(app, 'apart@example.com');
      const headers = { [SESSION_TOKEN]: first.session_token, [REFRESH_TOKEN]: second.refresh_token };

      expect(await logout(app, headers)).toEqual(errors.tokensApart);
      expect(await endOf(first)).toBeNull();
      expect(await endOf(second)).toBeNull();
    });

    it.each([SESSION_TOKEN, REFRESH_TOKEN])('when %s is sent twice, though each would be good', async (name) => {
      const tokens = await entered(app, `double-${name.toLowerCase()}@example.com`);
      const token = name === SESSION_TOKEN ? tokens.session_token : tokens.refresh_token;

      expect(answerOf(await app.send('POST', PATHS.logout, { headers: { [name]: [token, token] } }))).toEqual(
        errors.badRequest(`The header ${name} must be sent once`),
      );
      expect(await endOf(tokens)).toBeNull();
    });
  });

  describe('401 Unauthorized - Invalid or expired tokens', () => {
    it.each(['a.b.c', Buffer.from('a.b.c').toString('base64url'), 'eyJhbGciOiJub25lIn0.e30.AAAA'])(
      'when the session token %s looks like one and is none of ours',
      async (token) => {
        expect(await logout(app, { [SESSION_TOKEN]: token })).toEqual(errors.sessionToken);
      },
    );

    it('when the refresh token is none of ours', async () => {
      expect(await logout(app, { [REFRESH_TOKEN]: 'made-up' })).toEqual(errors.refreshToken);
    });

    it('when the session token has expired', async () => {
      const tokens = await entered(app, 'expired@example.com');
      app.clock.advance(HOUR_SECONDS);

      expect(await logout(app, { [SESSION_TOKEN]: tokens.session_token })).toEqual(errors.sessionToken);
      expect(await endOf(tokens)).toBeNull();
      expect(await logout(app, { [REFRESH_TOKEN]: tokens.refresh_token })).toEqual(LOGGED_OUT);
    });

    it('when the refresh token was used and its retry is over, which ends the session as reuse', async () => {
      const tokens = await entered(app, 'reuse@example.com');
      await refreshed(app, tokens.refresh_token);
      app.clock.advance(RETRY_WINDOW_SECONDS);

      expect(await logout(app, { [REFRESH_TOKEN]: tokens.refresh_token })).toEqual(errors.refreshToken);
      expect(await endOf(tokens)).toBe('refresh_reuse');
    });

    it('when the account is disabled', async () => {
      const user = await member(app, 'disabled@example.com');
      const tokens = await loggedIn(app, 'disabled@example.com');
      await disable(app, user);

      expect(await logout(app, { [SESSION_TOKEN]: tokens.session_token })).toEqual(errors.sessionToken);
      expect(await logout(app, { [REFRESH_TOKEN]: tokens.refresh_token })).toEqual(errors.refreshToken);
    });

    it('when each token is in the place of the other', async () => {
      const tokens = await entered(app, 'crossed@example.com');

      expect(await logout(app, { [REFRESH_TOKEN]: tokens.session_token })).toEqual(errors.refreshToken);
      expect(await logout(app, { [SESSION_TOKEN]: tokens.refresh_token })).toEqual(
        errors.badRequest(`${SESSION_TOKEN} must be a session token`),
      );
      expect(await endOf(tokens)).toBeNull();
    });
  });
});
