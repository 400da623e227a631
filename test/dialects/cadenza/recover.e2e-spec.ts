import { jest } from '@jest/globals';
import { RecoveryService } from '#core/recovery';
import { disable, openAccount, PASSWORD } from '../../support/accounts.js';
import { posted } from '../../support/page.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors, MESSAGES, success } from './cadenza.answers.js';
import { BASE, getUser, join, logIn, mailedToken, openSession, recover, refresh } from './cadenza.requests.js';

const ON_ITS_WAY = success('If the address has an account, a mail is on its way to it');

describe('POST /api/v3/auth/recover', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  async function setByLink(token: string, password: string): Promise<number> {
    const fields = { token, password, passwordAgain: password };
    return (await app.send('POST', '/account/reset-password', posted(fields))).status;
  }

  it('mails a link to a page where a new password is set', async () => {
    const email = 'ada@example.com';
    await openAccount(app, { name: email });

    expect(await recover(app, { email })).toEqual(ON_ITS_WAY);
    expect(await app.mailTo(email)).toMatchObject([
      {
        subject: 'Choose a new password',
        links: [expect.stringMatching(/^http:\/\/localhost:0\/account\/reset-password\?token=[\w-]{43}$/)],
      },
    ]);
  });

  it('lets the link set it once, which ends all sessions', async () => {
    const { email, ...one } = await join(app, 'recovered@example.com');
    const sessions = [one, await openSession(app, email)];
    await recover(app, { email });
    const token = await mailedToken(app, email);

    expect(await setByLink(token, 'a staircase of glass')).toBe(200);
    expect(await setByLink(token, 'another password')).toBe(400);
    for (const { accessToken, refreshToken } of sessions) {
      expect(await getUser(app, accessToken)).toEqual(errors.unauthenticated);
      expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
    }
    expect(await logIn(app, { email, password: PASSWORD })).toEqual(errors.credentials);
    expect(await logIn(app, { email, password: 'a staircase of glass' })).toMatchObject({ status: 200 });
  });

  it('lets the newest link alone work, for an hour', async () => {
    const email = 'newest@example.com';
    await openAccount(app, { name: email });
    await recover(app, { email });
    const older = await mailedToken(app, email);
    await recover(app, { email });
    const newer = await mailedToken(app, email);

    expect(await setByLink(older, 'a staircase of glass')).toBe(400);
    app.clock.advance(3599);
    expect(await setByLink(newer, 'a staircase of glass')).toBe(200);
    await recover(app, { email });
    const late = await mailedToken(app, email);
    app.clock.advance(3600);
    expect(await setByLink(late, 'another password')).toBe(400);
  });

  it('ends no session by being asked for', async () => {
    const { email, accessToken } = await join(app, 'untouched@example.com');
    await recover(app, { email });

    expect(await getUser(app, accessToken)).toMatchObject({ status: 200 });
    expect(await logIn(app, { email, password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it('builds the link from the public address, whatever host the request names', async () => {
    const placed = await startTestApp({ PUBLIC_URL: 'https://id.example.com/auth' });
    await openAccount(placed, { name: 'host@example.com' });
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', origin: 'https://evil.example' };
    await placed.send('POST', `${BASE}/recover`, { json: { email: 'host@example.com' }, headers });

    expect(await placed.mailTo('host@example.com')).toMatchObject([
      { links: [expect.stringMatching(/^https:\/\/id\.example\.com\/auth\/account\/reset-password\?token=/)] },
    ]);
    await placed.close();
  });

  describe('does not tell whether an address has an account', () => {
    it('by its answer', async () => {
      await openAccount(app, { name: 'known@example.com' });
      await disable(app, await openAccount(app, { name: 'disabled@example.com' }));

      expect(await recover(app, { email: 'known@example.com' })).toEqual(ON_ITS_WAY);
      expect(await recover(app, { email: 'unknown@example.com' })).toEqual(ON_ITS_WAY);
      expect(await recover(app, { email: 'disabled@example.com' })).toEqual(ON_ITS_WAY);
      expect(await app.mailTo('unknown@example.com')).toEqual([]);
      expect(await app.mailTo('disabled@example.com')).toEqual([]);
    });

    it('by its headers', async () => {
      await openAccount(app, { name: 'headers@example.com' });
      const headersFor = async (email: string) => {
        const { headers } = await app.send('POST', `${BASE}/recover`, { json: { email } });
        return { ...headers, date: '', 'x-request-id': '' };
      };

      expect(await headersFor('headers@example.com')).toEqual(await headersFor('no.headers@example.com'));
    });

    it('by the time it takes', async () => {
      await openAccount(app, { name: 'timed@example.com' });
      const took = async (email: string) => {
        const startedAt = performance.now();
        await recover(app, { email });
        return performance.now() - startedAt;
      };

      expect(await took('timed@example.com')).toBeGreaterThanOrEqual(59);
      expect(await took('not.timed@example.com')).toBeGreaterThanOrEqual(59);
    });
  });

  describe('400 Bad request', () => {
    it('when the address is missing', async () => {
      expect(await recover(app, {})).toEqual(errors.invalid({ email: 'email is required' }));
    });

    it('when the address is none', async () => {
      expect(await recover(app, { email: 'nobody' })).toEqual(errors.invalid({ email: MESSAGES.email }));
    });
  });

  it.each(['known@example.com', 'unknown@example.com'])(
    '429 Too many requests - Rate limited, after five mails to %s',
    async (email) => {
      const strict = await startTestApp({ LIMITS: 'strict' });
      if (email.startsWith('known')) await openAccount(strict, { name: email });
      for (let tries = 0; tries < 5; tries += 1) expect(await recover(strict, { email })).toEqual(ON_ITS_WAY);

      const { status, body, headers } = await strict.send('POST', `${BASE}/recover`, { json: { email } });
      expect({ status, body }).toEqual(errors.tooMany);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(3600);
      expect(await strict.mailTo(email)).toHaveLength(email.startsWith('known') ? 5 : 0);
      await strict.close();
    },
  );

  it('500 Internal server error', async () => {
    jest.spyOn(app.nest.get(RecoveryService), 'request').mockRejectedValueOnce(new Error('the disk is on fire'));

    expect(await recover(app, { email: 'unlucky@example.com' })).toEqual(errors.unexpected);
  });
});
