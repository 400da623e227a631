import { jest } from '@jest/globals';
import { EntryService } from '#core/entry';
import { SessionsService } from '#core/sessions';
import { UsersService } from '#core/users';
import { claimsOf } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors, MESSAGES, shownSession, shownUser, success } from './cadenza.answers.js';
import { BASE, getUser, join, logOut, openSession, refresh, type ShownSession } from './cadenza.requests.js';

const DAY = 24 * 3600;

describe('POST /api/v3/auth/token/refresh', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  /** Refreshes and must succeed. */
  async function refreshed(refreshToken: string): Promise<ShownSession> {
    const { status, body } = await refresh(app, refreshToken);
    if (status !== 200) throw new Error(`the refresh was answered with ${status}`);
    return body.data;
  }

  function sessionOf(accessToken: string) {
    return app.nest.get(SessionsService).find((claimsOf(accessToken) as { sid: string }).sid);
  }

  it('spends the refresh token for its successor and a new access token', async () => {
    const { email, accessToken, refreshToken } = await join(app, 'ada@example.com');
    const opened = app.clock.now();
    app.clock.advance(10);
    const user = shownUser(email, opened, { lastSignInAt: opened.toISOString() });
    const answer = await refresh(app, refreshToken);

    expect(answer).toEqual(success(shownSession(user, app.clock.now())));
    expect(answer.body.data.refreshToken).not.toBe(refreshToken);
    expect(answer.body.data.accessToken).not.toBe(accessToken);
  });

  it('goes on with the same session, whose access tokens are good side by side', async () => {
    const { accessToken, refreshToken } = await join(app, 'same@example.com');
    const successor = await refreshed(refreshToken);

    expect((claimsOf(successor.accessToken) as { sid: string }).sid).toBe(
      (claimsOf(accessToken) as { sid: string }).sid,
    );
    expect(await getUser(app, accessToken)).toMatchObject({ status: 200 });
    expect(await getUser(app, successor.accessToken)).toMatchObject({ status: 200 });
  });

  it('works again and again, with the successor each time', async () => {
    let { refreshToken } = await join(app, 'chain@example.com');
    const seen = new Set([refreshToken]);
    for (let times = 0; times < 5; times += 1) {
      app.clock.advance(DAY);
      ({ refreshToken } = await refreshed(refreshToken));
      seen.add(refreshToken);
    }

    expect(seen.size).toBe(6);
  });

  it('outlives the access token', async () => {
    const { accessToken, refreshToken } = await join(app, 'outlives@example.com');
    app.clock.advance(3600);

    expect(await getUser(app, accessToken)).toEqual(errors.unauthenticated);
    expect(await getUser(app, (await refreshed(refreshToken)).accessToken)).toMatchObject({ status: 200 });
  });

  describe('a retry with the token that was spent last', () => {
    it('gets the same refresh token again, for a minute', async () => {
      const { refreshToken } = await join(app, 'retry@example.com');
      const successor = await refreshed(refreshToken);
      app.clock.advance(30);

      expect((await refreshed(refreshToken)).refreshToken).toBe(successor.refreshToken);
      app.clock.advance(29);
      const again = await refreshed(refreshToken);
      expect(again.refreshToken).toBe(successor.refreshToken);
      expect(await getUser(app, again.accessToken)).toMatchObject({ status: 200 });
      expect((await refreshed(successor.refreshToken)).refreshToken).not.toBe(successor.refreshToken);
    });

    it('is reuse once that has been used', async () => {
      const { accessToken, refreshToken } = await join(app, 'used@example.com');
      const second = await refreshed(refreshToken);
      const third = await refreshed(second.refreshToken);

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
      expect(await refresh(app, third.refreshToken)).toEqual(errors.refreshToken);
      expect(await sessionOf(accessToken)).toMatchObject({ endReason: 'refresh_reuse' });
    });

    it('is reuse once the minute is over', async () => {
      const { accessToken, refreshToken } = await join(app, 'late@example.com');
      const successor = await refreshed(refreshToken);
      app.clock.advance(60);

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
      expect(await refresh(app, successor.refreshToken)).toEqual(errors.refreshToken);
      expect(await sessionOf(accessToken)).toMatchObject({ endReason: 'refresh_reuse' });
    });

    it('does not lengthen the minute', async () => {
      const { refreshToken } = await join(app, 'creeping@example.com');
      await refreshed(refreshToken);
      app.clock.advance(40);
      await refreshed(refreshToken);
      app.clock.advance(20);

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
    });
  });

  it('of fifty uses at the same moment answers all with the one successor', async () => {
    const { refreshToken } = await join(app, 'crowd@example.com');
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(app, refreshToken)));
    const successors = new Set(answers.map(({ body }) => body.data.refreshToken));

    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(successors.size).toBe(1);
    for (const successor of successors) expect((await refreshed(successor)).refreshToken).not.toBe(successor);
  });

  describe('400 Bad request', () => {
    it.each<[string, unknown, string]>([
      ['missing', undefined, 'refreshToken is required'],
      ['empty', '', MESSAGES.refreshToken],
      ['null', null, MESSAGES.refreshToken],
      ['a number', 42, MESSAGES.refreshToken],
      ['a list', ['a'], MESSAGES.refreshToken],
      ['no token for its spaces', 'a b', MESSAGES.refreshToken],
      ['longer than any token', 'x'.repeat(8193), MESSAGES.refreshToken],
    ])('when the token is %s', async (_, refreshToken, message) => {
      expect(await refresh(app, refreshToken)).toEqual(errors.invalid({ refreshToken: message }));
    });
  });

  describe('401 Unauthorized - Authentication required', () => {
    it('for an older token, and then the session is over, and only that one', async () => {
      const { email, accessToken, refreshToken: first } = await join(app, 'reuse@example.com');
      const other = await openSession(app, email);
      const second = await refreshed(first);
      const third = await refreshed(second.refreshToken);

      expect(await refresh(app, first)).toEqual(errors.refreshToken);
      expect(await sessionOf(accessToken)).toMatchObject({ endedAt: app.clock.now(), endReason: 'refresh_reuse' });
      for (const tokens of [second, third]) {
        expect(await getUser(app, tokens.accessToken)).toEqual(errors.unauthenticated);
        expect(await refresh(app, tokens.refreshToken)).toEqual(errors.refreshToken);
      }
      expect(await getUser(app, other.accessToken)).toMatchObject({ status: 200 });
      expect(await refresh(app, other.refreshToken)).toMatchObject({ status: 200 });
    });

    it('for an altered token, which harms nobody', async () => {
      const { refreshToken } = await join(app, 'altered@example.com');
      for (const place of [0, 10, 21, 22, 40, 63, 64, 80, 85]) {
        const other = refreshToken[place] === 'A' ? 'B' : 'A';
        const altered = refreshToken.slice(0, place) + other + refreshToken.slice(place + 1);
        expect(await refresh(app, altered)).toEqual(errors.refreshToken);
      }
      for (const altered of [
        refreshToken.slice(1),
        `${refreshToken}A`,
        `${refreshToken}==`,
        refreshToken.toLowerCase(),
      ]) {
        expect(await refresh(app, altered)).toEqual(errors.refreshToken);
      }

      expect(await refresh(app, refreshToken)).toMatchObject({ status: 200 });
    });

    it('for an access token, which harms nobody', async () => {
      const { accessToken, refreshToken } = await join(app, 'kinds@example.com');

      expect(await refresh(app, accessToken)).toEqual(errors.refreshToken);
      expect(await refresh(app, refreshToken)).toMatchObject({ status: 200 });
    });

    it('for a session that was logged out', async () => {
      const { accessToken, refreshToken } = await join(app, 'out@example.com');
      await logOut(app, accessToken);

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
      expect(await sessionOf(accessToken)).toMatchObject({ endReason: 'logout' });
    });

    it('for a disabled account; enabled again, it goes on where it was', async () => {
      const { user, refreshToken } = await join(app, 'disabled@example.com');
      const users = app.nest.get(UsersService);
      await users.setEnabled(user.id, false);
      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
      await users.setEnabled(user.id, true);

      expect(await refresh(app, refreshToken)).toMatchObject({ status: 200 });
    });

    it('for a session that was idle for thirty days', async () => {
      const { accessToken, refreshToken } = await join(app, 'idle@example.com');
      app.clock.advance(30 * DAY);

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
      expect(await sessionOf(accessToken)).toMatchObject({ endReason: 'expired_idle' });
    });

    it('for a session that is ninety days old, however busy', async () => {
      const joined = await join(app, 'old@example.com');
      let { refreshToken } = joined;
      for (let week = 0; week < 4; week += 1) {
        app.clock.advance(22 * DAY);
        ({ refreshToken } = await refreshed(refreshToken));
      }
      app.clock.advance(2 * DAY);

      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
      expect(await sessionOf(joined.accessToken)).toMatchObject({ endReason: 'expired_absolute' });
    });
  });

  it('gives no access token that outlives the session', async () => {
    const joined = await join(app, 'eve@example.com');
    let { refreshToken } = joined;
    for (const days of [29, 29, 29, 2]) {
      app.clock.advance(days * DAY);
      ({ refreshToken } = await refreshed(refreshToken));
    }
    app.clock.advance(DAY - 600);
    const { body } = await refresh(app, refreshToken);

    expect(body.data).toMatchObject({ expiresIn: 600, expiresAt: app.clock.now().getTime() / 1000 + 600 });
  });

  it('429 Too many requests - Rate limited', async () => {
    const strict = await startTestApp({ LIMITS: 'strict' });
    for (let tries = 0; tries < 600; tries += 1) await refresh(strict, 'x');

    const { status, body, headers } = await strict.send('POST', `${BASE}/token/refresh`, {
      json: { refreshToken: 'x' },
    });
    expect({ status, body }).toEqual(errors.tooMany);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    await strict.close();
  });

  it('500 Internal server error', async () => {
    jest.spyOn(app.nest.get(EntryService), 'refresh').mockRejectedValueOnce(new Error('the disk is on fire'));

    expect(await refresh(app, 'x')).toEqual(errors.unexpected);
  });
});
