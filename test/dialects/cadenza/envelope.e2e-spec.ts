import { jest } from '@jest/globals';
import { AccountService } from '#core/account';
import { EntryService } from '#core/entry';
import { openAccount, PASSWORD } from '../../support/accounts.js';
import { answerOf, SOON } from '../../support/answer.js';
import { gatherHashes } from '../../support/gathered-hashes.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors, success } from './cadenza.answers.js';
import { BASE, bearing, getUser, join, logIn, openSession, signUp } from './cadenza.requests.js';

describe('the envelope of cadenza', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  const answer = async (method: string, path: string) => answerOf(await app.send(method, path));

  describe('404, for what is not there', () => {
    it.each(['', '/', '/nothing', '/token', '/token/', '/user/1', '/logout/all', '//user', '/user%2F', '/signup;x=1'])(
      `${BASE}%s`,
      async (path) => {
        for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
          expect(await answer(method, `${BASE}${path}`)).toEqual(errors.notFound);
        }
      },
    );

    it('whatever is sent along', async () => {
      const sending = { raw: '{"oops":', headers: { 'content-type': 'application/json' } };

      expect(answerOf(await app.send('POST', `${BASE}/nothing?x=%00`, sending))).toEqual(errors.notFound);
    });

    it('but not beside the API', async () => {
      for (const path of ['/api/v3', '/api/v3/authority', '/api/v3/other', '/api/v2/auth/user']) {
        expect(await answer('GET', path)).toMatchObject({ status: 404, body: { code: 'route_unknown' } });
      }
    });
  });

  it('400, for an address that cannot be read', async () => {
    for (const path of ['/%zz', '/user%', '/%E0%A4%A', '/%C0%AE%C0%AE']) {
      expect(await answer('GET', `${BASE}${path}`)).toEqual(errors.unreadable);
    }
  });

  describe('405, for another method', () => {
    it.each([
      ['/user', 'GET, HEAD, PUT', ['POST', 'DELETE', 'PATCH', 'OPTIONS']],
      ['/signup', 'POST', ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']],
      ['/login', 'POST', ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']],
      ['/logout', 'POST', ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']],
      ['/recover', 'POST', ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']],
      ['/token/refresh', 'POST', ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']],
    ])('%s takes %s', async (path, allow, methods) => {
      for (const method of methods) {
        const reply = await app.send(method, `${BASE}${path}`);
        expect(answerOf(reply)).toEqual(errors.method);
        expect(reply.headers.allow).toBe(allow);
      }
    });

    it('even one that is hardly ever heard of', async () => {
      for (const method of ['PURGE', 'PROPFIND', 'TRACE', 'LOCK']) {
        expect(await answer(method, `${BASE}/login`)).toEqual(errors.method);
      }
    });
  });

  it('413, wherever a body can be sent', async () => {
    const raw = 'x'.repeat(65_537);
    const { accessToken } = await join(app, 'large@example.com');
    const paths = ['/signup', '/login', '/recover', '/token/refresh', '/logout'];
    for (const path of paths) {
      expect(answerOf(await app.send('POST', `${BASE}${path}`, { raw, ...bearing(accessToken) }))).toEqual(
        errors.tooLarge,
      );
    }

    expect(answerOf(await app.send('PUT', `${BASE}/user`, { raw, ...bearing(accessToken) }))).toEqual(errors.tooLarge);
    expect(await getUser(app, accessToken)).toMatchObject({ status: 200 });
  });

  it('415, for a body that is no JSON', async () => {
    const { accessToken } = await join(app, 'typed@example.com');
    const headers = { 'content-type': 'text/plain', ...bearing(accessToken).headers };

    expect(answerOf(await app.send('PUT', `${BASE}/user`, { raw: '{}', headers }))).toEqual(errors.contentType);
    expect(answerOf(await app.send('POST', `${BASE}/login`, { raw: '{}', headers }))).toEqual(errors.contentType);
  });

  it.each([
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'Application/JSON',
    'application/vnd.api+json',
  ])('takes JSON as %s', async (type) => {
    const raw = JSON.stringify({ email: 'nobody@example.com', password: PASSWORD });
    const reply = await app.send('POST', `${BASE}/login`, { raw, headers: { 'content-type': type } });

    expect(answerOf(reply)).toEqual(errors.credentials);
  });

  it('takes JSON of no type', async () => {
    const raw = JSON.stringify({ email: 'nobody@example.com', password: PASSWORD });

    expect(answerOf(await app.send('POST', `${BASE}/login`, { raw }))).toEqual(errors.credentials);
  });

  describe('500, for what nobody foresaw', () => {
    it('says nothing of it but the number of the request', async () => {
      const failure = Object.assign(new Error('SQLITE_IOERR: SELECT * FROM users'), { statusCode: 400, status: 403 });
      jest.spyOn(app.nest.get(EntryService), 'signIn').mockRejectedValueOnce(failure);
      const reply = await app.send('POST', `${BASE}/login`, {
        json: { email: 'ada@example.com', password: PASSWORD },
        headers: { 'x-request-id': 'chosen-by-the-client' },
      });

      expect(answerOf(reply)).toEqual(errors.unexpected);
      expect(reply.body).toMatchObject({ details: { request_id: reply.headers['x-request-id'] } });
      expect(JSON.stringify(reply)).not.toMatch(/SQLITE|SELECT|users|\.ts|chosen-by-the-client/);
    });

    it('whatever was thrown', async () => {
      const { accessToken } = await join(app, 'thrown@example.com');
      for (const thrown of [undefined, null, 'text', 42, { status: 200 }, new TypeError('x is not a function')]) {
        jest.spyOn(app.nest.get(AccountService), 'change').mockRejectedValueOnce(thrown);
        const reply = await app.send('PUT', `${BASE}/user`, { json: {}, ...bearing(accessToken) });
        expect(answerOf(reply)).toEqual(errors.unexpected);
      }
    });
  });

  describe('503, for more passwords than there is room for', () => {
    let busy: TestApp;

    beforeAll(async () => {
      busy = await startTestApp({ HASH_WORKERS: '1', HASH_QUEUE_LIMIT: '1' });
    });

    afterAll(() => busy.close());

    it('at log-in, and those that find room get in', async () => {
      const email = 'ada@example.com';
      await openAccount(busy, { name: email });
      const json = { email, password: PASSWORD };
      gatherHashes(busy, 10);
      const replies = await Promise.all(Array.from({ length: 10 }, () => busy.send('POST', `${BASE}/login`, { json })));
      const refusals = replies.filter(({ status }) => status !== 200);

      expect(refusals).toHaveLength(8);
      for (const reply of refusals) {
        expect(answerOf(reply)).toEqual(errors.busy);
        expect(reply.headers['retry-after']).toEqual(SOON);
      }
    });

    it('at sign-up, and then there is no account', async () => {
      const emails = Array.from({ length: 10 }, (_, n) => `crowd${n}@example.com`);
      gatherHashes(busy, 10);
      const answers = await Promise.all(emails.map((email) => signUp(busy, { email, password: PASSWORD })));
      const refused = emails.filter((_, n) => answers[n]?.status !== 200);

      expect(answers.filter(({ status }) => status !== 200)).toEqual(Array(refused.length).fill(errors.busy));
      expect(refused).toHaveLength(8);
      for (const email of refused) {
        expect(await signUp(busy, { email, password: PASSWORD })).toMatchObject({ status: 200 });
      }
    });

    it('at a change of the password, while nobody who is signed in waits', async () => {
      const email = 'bea@example.com';
      await openAccount(busy, { name: email });
      const { accessToken } = await openSession(busy, email);
      const change = () => busy.send('PUT', `${BASE}/user`, { json: { password: PASSWORD }, ...bearing(accessToken) });
      gatherHashes(busy, 6);
      const replies = await Promise.all(Array.from({ length: 6 }, change));
      const refusals = replies.filter(({ status }) => status !== 200);

      expect(refusals.map(answerOf)).toEqual(Array(refusals.length).fill(errors.busy));
      expect(refusals).toHaveLength(4);
      expect(await getUser(busy, accessToken)).toMatchObject({ status: 200 });
    });
  });

  describe('a slash at the end', () => {
    it('makes no difference, and redirects nowhere', async () => {
      const email = 'slash@example.com';
      const post = (path: string, json: unknown) => app.send('POST', `${BASE}${path}/`, { json });
      expect((await post('/signup', { email, password: PASSWORD })).status).toBe(200);
      expect((await post('/login', { email, password: PASSWORD })).status).toBe(200);
      expect((await post('/recover', { email })).status).toBe(200);
      const { accessToken, refreshToken } = await openSession(app, email);
      expect((await app.send('GET', `${BASE}/user/`, bearing(accessToken))).status).toBe(200);
      expect((await app.send('PUT', `${BASE}/user/`, bearing(accessToken))).status).toBe(200);
      expect((await post('/token/refresh', { refreshToken })).status).toBe(200);

      expect(answerOf(await app.send('POST', `${BASE}/logout/`, bearing(accessToken)))).toEqual(success('Logged out'));
    });

    it('is known to the list of methods as well', async () => {
      const reply = await app.send('GET', `${BASE}/logout/`);

      expect(answerOf(reply)).toEqual(errors.method);
      expect(reply.headers.allow).toBe('POST');
    });
  });

  it('answers HEAD as GET, without a body', async () => {
    const { accessToken } = await join(app, 'head@example.com');

    expect(await app.send('HEAD', `${BASE}/user`, bearing(accessToken))).toMatchObject({ status: 200, body: '' });
    expect(await app.send('HEAD', `${BASE}/user`)).toMatchObject({ status: 401, body: '' });
    expect(await app.send('HEAD', `${BASE}/nothing`)).toMatchObject({ status: 404, body: '' });
  });

  it('is JSON in UTF-8 that nobody keeps or takes for anything else, success or not', async () => {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    };

    expect(await app.send('POST', `${BASE}/recover`, { json: { email: 'a@example.com' } })).toMatchObject({ headers });
    expect(await app.send('POST', `${BASE}/recover`)).toMatchObject({ headers });
    expect(await app.send('GET', `${BASE}/nothing`)).toMatchObject({ headers });
    expect(await logIn(app, { email: 'a@example.com', password: PASSWORD })).toEqual(errors.credentials);
  });
});
