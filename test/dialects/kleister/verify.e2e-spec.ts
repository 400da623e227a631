import { jest } from '@jest/globals';
import { EntryService } from '#core/entry';
import { SessionsService } from '#core/sessions';
import { AccessTokensService } from '#core/tokens';
import { claimsOf, disable, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './kleister.errors.js';
import { bearer, tokenFor, verify } from './kleister.requests.js';

describe('GET /api/v1/auth/verify/{token}', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('answers the meta data of the account behind the token', async () => {
    const openedAt = app.clock.now().toISOString();
    await openAccount(app, { name: 'ann' });
    app.clock.advance(86_400);

    expect(await verify(app, await tokenFor(app, 'ann'))).toEqual({
      status: 200,
      body: { username: 'ann', created_at: openedAt },
    });
  });

  it('answers the e-mail address of an account that has no user name', async () => {
    const openedAt = app.clock.now().toISOString();
    await openAccount(app, { name: 'Ben@example.com' });

    expect(await verify(app, await tokenFor(app, 'ben@example.com'))).toEqual({
      status: 200,
      body: { username: 'Ben@example.com', created_at: openedAt },
    });
  });

  it('takes a token of another API, with claims of its own and a thousand characters', async () => {
    const openedAt = app.clock.now().toISOString();
    await openAccount(app, { name: 'cleo' });
    const credentials = { identifier: 'cleo', accept: 'any', password: PASSWORD } as const;
    const visitor = { origin: 'elsewhere' };
    const { session } = await app.nest.get(EntryService).signIn(credentials, visitor, { isRefreshable: true });
    const claims = { role: 'user', permissions: 'p'.repeat(600) };
    const { token } = await app.nest.get(AccessTokensService).issueFor(session, { claims });

    expect(token.length).toBeGreaterThan(1000);
    expect(await verify(app, token)).toEqual({ status: 200, body: { username: 'cleo', created_at: openedAt } });
  });

  it('takes a token that is percent-encoded', async () => {
    await openAccount(app, { name: 'dora' });
    const token = await tokenFor(app, 'dora');
    const encoded = token.replace(/[._-]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

    expect(encoded).toContain('%2e');
    expect(await verify(app, encoded)).toMatchObject({ status: 200 });
  });

  it('answers with a trailing slash like without', async () => {
    await openAccount(app, { name: 'emil' });

    expect(await verify(app, `${await tokenFor(app, 'emil')}/`)).toMatchObject({ status: 200 });
  });

  describe('401 Unauthorized if token is invalid', () => {
    it.each([
      ['the documented example', 'token_example'],
      ['one in three parts', 'a.b.c'],
      ['one with a slash in it', 'a%2Fb'],
      ['one that is no ASCII', '%F0%9F%94%91'],
      ['one with a NUL in it', 'a%00b'],
      ['the name of a prototype', '__proto__'],
      ['one that is as long as can be', 'a'.repeat(8000)],
    ])('when it is none: %s', async (_, token) => {
      expect(await verify(app, token)).toEqual(errors.token);
    });

    it('when it has expired', async () => {
      await openAccount(app, { name: 'fay' });
      const token = await tokenFor(app, 'fay');
      app.clock.advance(3600);

      expect(await verify(app, token)).toEqual(errors.token);
    });

    it('when it was tampered with', async () => {
      await openAccount(app, { name: 'gus' });
      const [header, payload, signature] = (await tokenFor(app, 'gus')).split('.');
      const forged = Buffer.from(Buffer.from(String(payload), 'base64url').toString().replace('rosetta', 'tesrota'));

      expect(await verify(app, [header, forged.toString('base64url'), signature].join('.'))).toEqual(errors.token);
    });

    it('when it claims to need no signature', async () => {
      await openAccount(app, { name: 'hana' });
      const [, payload] = (await tokenFor(app, 'hana')).split('.');
      const header = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');

      expect(await verify(app, `${header}.${String(payload)}.`)).toEqual(errors.token);
    });

    it('when its session has ended', async () => {
      await openAccount(app, { name: 'ivo' });
      const token = await tokenFor(app, 'ivo');
      await app.nest.get(SessionsService).end((claimsOf(token) as { sid: string }).sid, 'logout');

      expect(await verify(app, token)).toEqual(errors.token);
    });

    it('when its account is disabled', async () => {
      const user = await openAccount(app, { name: 'jude' });
      const token = await tokenFor(app, 'jude');
      await disable(app, user);

      expect(await verify(app, token)).toEqual(errors.token);
    });
  });

  describe('some error unrelated to the handler', () => {
    it('is 400 when the path cannot be decoded', async () => {
      expect(await verify(app, '%zz')).toEqual(errors.unreadable);
    });

    it('is 400 when the token is longer than any', async () => {
      expect(await verify(app, 'a'.repeat(8193))).toEqual(errors.unreadable);
    });

    it('is 404 when there is no token', async () => {
      expect(await verify(app, '')).toEqual(errors.notFound);
    });

    it('is 500 when something unforeseen happens, and says nothing of it', async () => {
      const broken = jest.spyOn(app.nest.get(EntryService), 'admit');
      broken.mockRejectedValueOnce(new Error('the disk is on fire'));

      expect(await verify(app, 'token_example')).toEqual(errors.unexpected);
    });
  });

  describe('what must not happen', () => {
    it('a token in a header standing in for the one in the path', async () => {
      await openAccount(app, { name: 'kim' });
      const headers = bearer(await tokenFor(app, 'kim'));

      expect(await app.send('GET', '/api/v1/auth/verify/token_example', { headers })).toMatchObject({ status: 401 });
    });

    it('a verified token being spent by it', async () => {
      await openAccount(app, { name: 'lou' });
      const token = await tokenFor(app, 'lou');
      const first = await verify(app, token);

      expect(await verify(app, token)).toEqual(first);
    });
  });
});
