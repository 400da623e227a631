import { jest } from '@jest/globals';
import { EntryService } from '#core/entry';
import { SessionsService } from '#core/sessions';
import { AccessTokensService } from '#core/tokens';
import { secondsAfter } from '#platform/clock';
import { claimsOf, disable, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './kleister.errors.js';
import { apiKey, type AuthToken, authToken, basic, bearer, refresh, tokenFor, verify } from './kleister.requests.js';

describe('GET /api/v1/auth/refresh', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  /** The token of an account of that name, half of its hour gone by. */
  async function halfAnHourOld(name: string): Promise<string> {
    await openAccount(app, { name });
    const token = await tokenFor(app, name);
    app.clock.advance(1800);
    return token;
  }

  const anHourFromNow = () => secondsAfter(app.clock.now(), 3600).toISOString();

  it.each<[string, (token: string) => Parameters<typeof refresh>[1], (token: string) => string]>([
    ['as a bearer token', bearer, () => ''],
    ['as X-API-Key', apiKey, () => ''],
    ['as access_token in the query', () => ({}), (token) => `?access_token=${encodeURIComponent(token)}`],
  ])('answers a later token for the one that is sent %s', async (label, headersFor, queryFor) => {
    const token = await halfAnHourOld(label.replaceAll(' ', '.'));

    expect(await refresh(app, headersFor(token), queryFor(token))).toEqual(authToken(anHourFromNow()));
  });

  it('answers another token of the same session', async () => {
    const { id } = await openAccount(app, { name: 'ann' });
    const token = await tokenFor(app, 'ann');
    const { sid, jti } = claimsOf(token) as { sid: string; jti: string };
    app.clock.advance(10);
    const { body } = await refresh(app, bearer(token));
    const now = app.clock.now().getTime() / 1000;
    const renewed = claimsOf((body as AuthToken).token);

    expect(renewed).toMatchObject({ sub: id, sid, iat: now, exp: now + 3600 });
    expect(renewed).not.toMatchObject({ jti });
  });

  it('goes on for as long as each token is refreshed in time', async () => {
    let token = await halfAnHourOld('ben');
    for (let hours = 0; hours < 5; hours += 1) {
      token = ((await refresh(app, bearer(token))).body as AuthToken).token;
      app.clock.advance(3599);
    }

    expect(await verify(app, token)).toMatchObject({ status: 200 });
  });

  it('signs in anew for a name and a password by HTTP Basic', async () => {
    const before = await halfAnHourOld('cleo');
    const answer = await refresh(app, basic('cleo', PASSWORD));

    expect(answer).toEqual(authToken(anHourFromNow()));
    const { sid } = claimsOf(before) as { sid: string };
    expect(claimsOf((answer.body as AuthToken).token)).not.toMatchObject({ sid });
  });

  it.each(['utf8', 'latin1'] as const)('understands HTTP Basic in %s', async (encoding) => {
    const name = `josé.${encoding}`;
    await openAccount(app, { name, password: 'pässwörd: mit Doppelpunkt' });

    expect(await refresh(app, basic(name, 'pässwörd: mit Doppelpunkt', encoding))).toMatchObject({ status: 200 });
  });

  it('refreshes the session of another API', async () => {
    const user = await openAccount(app, { name: 'dora@example.com' });
    const credentials = { identifier: 'dora@example.com', accept: 'email', password: PASSWORD } as const;
    const visitor = { origin: 'elsewhere' };
    const { session } = await app.nest.get(EntryService).signIn(credentials, visitor, { isRefreshable: true });
    const { token } = await app.nest.get(AccessTokensService).issueFor(session);
    app.clock.advance(60);
    const { body } = await refresh(app, bearer(token));

    expect(claimsOf((body as AuthToken).token)).toMatchObject({ sub: user.id, sid: session.id });
  });

  describe('with several tokens in one request', () => {
    it('the bearer token wins over X-API-Key, and that over the query', async () => {
      for (const name of ['first', 'second', 'third']) await openAccount(app, { name });
      const query = `?access_token=${await tokenFor(app, 'third')}`;
      const key = apiKey(await tokenFor(app, 'second'));
      const all = await refresh(app, { ...bearer(await tokenFor(app, 'first')), ...key }, query);
      const two = await refresh(app, key, query);

      expect(await verify(app, (all.body as AuthToken).token)).toMatchObject({ body: { username: 'first' } });
      expect(await verify(app, (two.body as AuthToken).token)).toMatchObject({ body: { username: 'second' } });
    });

    it('HTTP Basic wins over X-API-Key', async () => {
      const token = await halfAnHourOld('fay');
      await openAccount(app, { name: 'bob' });
      const { body } = await refresh(app, { ...basic('bob', PASSWORD), ...apiKey(token) });

      expect(await verify(app, (body as AuthToken).token)).toMatchObject({ body: { username: 'bob' } });
    });

    it('no good token is made up for by a good one in a place behind it', async () => {
      const token = await halfAnHourOld('gus');

      expect(await refresh(app, { ...bearer('bad'), ...apiKey(token) })).toEqual(errors.token);
      expect(await refresh(app, { ...basic('gus', 'wrong'), ...apiKey(token) })).toEqual(errors.credentials);
      expect(await refresh(app, apiKey('bad'), `?access_token=${token}`)).toEqual(errors.token);
    });

    it.each(['Negotiate abc', 'Bearer', 'Basic', ''])(
      'an Authorization of "%s" is as good as none',
      async (authorization) => {
        const token = await halfAnHourOld(`behind.${authorization.replace(' ', '.')}`);

        expect(await refresh(app, { authorization, ...apiKey(token) })).toMatchObject({ status: 200 });
      },
    );

    it('an empty X-API-Key is as good as none', async () => {
      const token = await halfAnHourOld('hana');

      expect(await refresh(app, apiKey(''), `?access_token=${token}`)).toMatchObject({ status: 200 });
    });

    it('one place used twice is refused, even for the same token', async () => {
      const token = await halfAnHourOld('ivo');

      expect(await refresh(app, { Authorization: [`Bearer ${token}`, `Bearer ${token}`] })).toEqual(errors.token);
      expect(await refresh(app, { 'X-API-Key': [token, token] })).toEqual(errors.token);
      expect(await refresh(app, {}, `?access_token=${token}&access_token=${token}`)).toEqual(errors.token);
    });
  });

  describe('401 Unauthorized if failed to generate', () => {
    it('when nothing is sent', async () => {
      expect(await refresh(app)).toEqual(errors.token);
      expect(await refresh(app, {}, '?access_token=')).toEqual(errors.token);
    });

    it('when the token has expired', async () => {
      const token = await halfAnHourOld('kim');
      app.clock.advance(1800);

      expect(await refresh(app, bearer(token))).toEqual(errors.token);
    });

    it('when the token is malformed', async () => {
      expect(await refresh(app, bearer('token_example'))).toEqual(errors.token);
    });

    it('when the token was tampered with', async () => {
      const [header, , signature] = (await halfAnHourOld('mia')).split('.');
      const payload = Buffer.from(JSON.stringify({ sub: 'somebody else' })).toString('base64url');

      expect(await refresh(app, bearer([header, payload, signature].join('.')))).toEqual(errors.token);
    });

    it('when the session has ended', async () => {
      const token = await halfAnHourOld('ned');
      await app.nest.get(SessionsService).end((claimsOf(token) as { sid: string }).sid, 'logout');

      expect(await refresh(app, bearer(token))).toEqual(errors.token);
    });

    it('when the account is disabled, by whichever credential', async () => {
      const user = await openAccount(app, { name: 'ole' });
      const token = await tokenFor(app, 'ole');
      await disable(app, user);

      expect(await refresh(app, bearer(token))).toEqual(errors.token);
      expect(await refresh(app, basic('ole', PASSWORD))).toEqual(errors.credentials);
    });

    it('when name and password of HTTP Basic are wrong', async () => {
      await openAccount(app, { name: 'pia' });

      expect(await refresh(app, basic('pia', 'not the password'))).toEqual(errors.credentials);
      expect(await refresh(app, basic('nobody', PASSWORD))).toEqual(errors.credentials);
    });
  });

  describe('some error unrelated to the handler', () => {
    it('is 500 when something unforeseen happens, and says nothing of it', async () => {
      const token = await halfAnHourOld('quin');
      const broken = jest.spyOn(app.nest.get(EntryService), 'renew');
      broken.mockRejectedValueOnce(new Error('the disk is on fire'));

      expect(await refresh(app, bearer(token))).toEqual(errors.unexpected);
    });
  });

  describe('what must not happen', () => {
    it('a token of a session that is to outlive the session', async () => {
      const brief = await startTestApp({ SESSION_ABSOLUTE_TTL: '90m', SESSION_IDLE_TTL: '90m' });
      try {
        await openAccount(brief, { name: 'rob' });
        const token = await tokenFor(brief, 'rob');
        brief.clock.advance(3000);

        expect(await refresh(brief, bearer(token))).toEqual(authToken('2030-01-01T13:30:00.000Z'));
      } finally {
        await brief.close();
      }
    });

    it('a refreshed token going on after its session has ended', async () => {
      const token = await halfAnHourOld('sue');
      const { body } = await refresh(app, bearer(token));
      await app.nest.get(SessionsService).end((claimsOf(token) as { sid: string }).sid, 'logout');

      expect(await verify(app, (body as AuthToken).token)).toEqual(errors.token);
    });

    it('a session that can be refreshed in another way', async () => {
      const token = await halfAnHourOld('tom');

      expect(await app.nest.get(SessionsService).find((claimsOf(token) as { sid: string }).sid)).toMatchObject({
        refreshDigest: null,
        origin: 'kleister',
      });
    });
  });
});
