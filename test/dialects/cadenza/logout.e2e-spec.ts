import { jest } from '@jest/globals';
import { SessionsService } from '#core/sessions';
import { claimsOf } from '../../support/accounts.js';
import { answerOf } from '../../support/answer.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors, success } from './cadenza.answers.js';
import { BASE, bearing, getUser, join, logOut, openSession, refresh } from './cadenza.requests.js';

const LOGGED_OUT = success('Logged out');

describe('POST /api/v3/auth/logout', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('ends the session, its refresh token included', async () => {
    const { accessToken, refreshToken } = await join(app, 'ada@example.com');

    expect(await logOut(app, accessToken)).toEqual(LOGGED_OUT);
    expect(await getUser(app, accessToken)).toEqual(errors.unauthenticated);
    expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
  });

  it('ends it for every access token that belongs to it', async () => {
    const { accessToken, refreshToken } = await join(app, 'tokens@example.com');
    const { body } = await refresh(app, refreshToken);

    expect(await logOut(app, body.data.accessToken)).toEqual(LOGGED_OUT);
    expect(await getUser(app, accessToken)).toEqual(errors.unauthenticated);
    expect(await getUser(app, body.data.accessToken)).toEqual(errors.unauthenticated);
    expect(await refresh(app, body.data.refreshToken)).toEqual(errors.refreshToken);
    expect(await refresh(app, refreshToken)).toEqual(errors.refreshToken);
  });

  it('leaves the other sessions of the account alone', async () => {
    const { email, accessToken } = await join(app, 'elsewhere@example.com');
    const other = await openSession(app, email);
    await logOut(app, accessToken);

    expect(await getUser(app, other.accessToken)).toMatchObject({ status: 200 });
    expect(await refresh(app, other.refreshToken)).toMatchObject({ status: 200 });
  });

  it('notes why and when the session ended', async () => {
    const { accessToken } = await join(app, 'noted@example.com');
    const { sid } = claimsOf(accessToken) as { sid: string };
    await logOut(app, accessToken);
    const endedAt = app.clock.now();
    app.clock.advance(60);
    await logOut(app, accessToken);

    expect(await app.nest.get(SessionsService).find(sid)).toMatchObject({ endedAt, endReason: 'logout' });
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['JSON announced and no body', { 'content-type': 'application/json' }, undefined],
    ['JSON announced and an empty body', { 'content-type': 'application/json' }, ''],
    ['an empty form', { 'content-type': 'application/x-www-form-urlencoded' }, ''],
    ['an empty body of no type', {}, ''],
    ['an empty body of a type that is none', { 'content-type': 'nonsense' }, ''],
    ['an empty content type', { 'content-type': '' }, ''],
    ['a body that is no JSON', { 'content-type': 'application/json' }, '{"oops":'],
    ['a body of another type', { 'content-type': 'text/plain' }, 'whatever'],
    ['a body of a type that is none', { 'content-type': 'nonsense' }, 'whatever'],
    ['a body of no type', {}, 'whatever'],
    ['a form', { 'content-type': 'multipart/form-data' }, 'whatever'],
  ])('takes %s', async (label, headers, raw) => {
    const { accessToken } = await join(app, `${label.replace(/\W+/g, '.')}@example.com`);
    const sending = { headers: { ...bearing(accessToken).headers, ...headers }, ...(raw !== undefined && { raw }) };

    expect(answerOf(await app.send('POST', `${BASE}/logout`, sending))).toEqual(LOGGED_OUT);
    expect(await getUser(app, accessToken)).toEqual(errors.unauthenticated);
  });

  describe('401 Unauthorized - Authentication required', () => {
    it('without a token', async () => {
      expect(answerOf(await app.send('POST', `${BASE}/logout`))).toEqual(errors.unauthenticated);
    });

    it('with the token of a session that has ended', async () => {
      const { accessToken } = await join(app, 'twice@example.com');
      await logOut(app, accessToken);

      expect(await logOut(app, accessToken)).toEqual(errors.unauthenticated);
    });

    it('with a refresh token, which ends nothing', async () => {
      const { accessToken, refreshToken } = await join(app, 'kinds@example.com');

      expect(await logOut(app, refreshToken)).toEqual(errors.unauthenticated);
      expect(await getUser(app, accessToken)).toMatchObject({ status: 200 });
    });
  });

  it('500 Internal server error', async () => {
    const { accessToken } = await join(app, 'unlucky@example.com');
    jest.spyOn(app.nest.get(SessionsService), 'end').mockRejectedValueOnce(new Error('the disk is on fire'));

    expect(await logOut(app, accessToken)).toEqual(errors.unexpected);
    expect(await getUser(app, accessToken)).toMatchObject({ status: 200 });
  });
});
