import type { OutgoingHttpHeaders } from 'node:http';
import { Database } from '#platform/database';
import { findAccount, PASSWORD } from '../../support/accounts.js';
import { answerOf } from '../../support/answer.js';
import {
  emailOfLength,
  NO_EMAILS,
  NO_TEXTS,
  nestedJson,
  SERVER_OWNED,
  UNPRINTABLE_TEXTS,
} from '../../support/hostile.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors, MESSAGES, shownUser, success } from './cadenza.answers.js';
import { BASE, bearing, getUser, join, logIn, recover, refresh, signUp, updateUser } from './cadenza.requests.js';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('cadenza against bad input', () => {
  let app: TestApp;
  let token: string;

  beforeAll(async () => {
    app = await startTestApp();
    ({ accessToken: token } = await join(app, 'bystander@example.com'));
  });

  afterAll(() => app.close());

  function allRows() {
    const { manager } = app.nest.get(Database);
    return Promise.all(
      ['users', 'user_identifiers', 'memberships', 'one_time_tokens', 'sessions', 'outbox_messages'].map((table) =>
        manager.query(`SELECT * FROM ${table} ORDER BY 1`),
      ),
    );
  }

  const sendRaw = async (path: string, raw: string | Buffer, headers: Record<string, string | string[]> = JSON_TYPE) =>
    answerOf(await app.send('POST', `${BASE}${path}`, { raw, headers }));

  describe('refuses, and nothing is left of it,', () => {
    let rows: unknown;

    beforeEach(async () => {
      rows = await allRows();
    });

    afterEach(async () => {
      expect(await allRows()).toEqual(rows);
    });

    describe('e-mail addresses', () => {
      const wrong = [
        '',
        ' ',
        ...NO_TEXTS,
        ...NO_EMAILS,
        ...UNPRINTABLE_TEXTS,
        emailOfLength(256),
        'x'.repeat(60_000),
        'ada@example.com\r\nBcc: mallory@example.com',
        'Ada <ada@example.com>',
        'ada@example.com,mallory@example.com',
        'zero\u200Bwidth@example.com',
        'ada@[127.0.0.1]',
      ];

      it.each(wrong.map((email) => [JSON.stringify(email).slice(0, 60), email]))(
        'refuses %s everywhere',
        async (_, email) => {
          const refusal = errors.invalid({ email: MESSAGES.email });

          expect(await signUp(app, { email, password: PASSWORD })).toEqual(refusal);
          expect(await logIn(app, { email, password: PASSWORD })).toEqual(refusal);
          expect(await recover(app, { email })).toEqual(refusal);
          expect(await updateUser(app, token, { email })).toEqual(refusal);
        },
      );
    });

    describe('passwords', () => {
      const wrong = [
        '',
        ...NO_TEXTS,
        'p'.repeat(1025),
        'NUL\0 in it',
        'line\nbreak',
        'half\uD800 a character',
        'delete\u007F it',
      ];

      it.each(wrong.map((password) => [JSON.stringify(password).slice(0, 60), password]))(
        'refuses %s everywhere',
        async (_, password) => {
          const email = 'ada@example.com';
          const refusal = errors.invalid({ password: MESSAGES.newPassword });

          expect(await signUp(app, { email, password })).toEqual(refusal);
          expect(await updateUser(app, token, { password })).toEqual(refusal);
          expect(await logIn(app, { email, password })).toEqual(errors.invalid({ password: MESSAGES.password }));
        },
      );
    });

    describe('metadata', () => {
      const wrong = [
        42,
        true,
        null,
        [],
        [{}],
        'text',
        { half: '\uD800' },
        { ['\uDC00']: 1 },
        { deep: [{ er: 'x\uDFFFy' }] },
      ];

      it.each(wrong.map((metadata) => [JSON.stringify(metadata), metadata]))('refuses %s', async (_, metadata) => {
        const refusal = errors.invalid({ metadata: MESSAGES.metadata });

        expect(await signUp(app, { email: 'ada@example.com', password: PASSWORD, metadata })).toEqual(refusal);
        expect(await updateUser(app, token, { metadata })).toEqual(refusal);
      });
    });

    describe('refresh tokens', () => {
      const wrong = ['', ' ', ...NO_TEXTS, 'two words', 'NUL\0', 'Zoë', '\uD800', 'x'.repeat(8193)];

      it.each(wrong.map((refreshToken) => [JSON.stringify(refreshToken).slice(0, 60), refreshToken]))(
        'refuses %s',
        async (_, refreshToken) => {
          expect(await refresh(app, refreshToken)).toEqual(errors.invalid({ refreshToken: MESSAGES.refreshToken }));
        },
      );
    });

    describe('bodies', () => {
      const paths = ['/signup', '/login', '/recover', '/token/refresh'];

      it.each(paths)('of %s that are no JSON', async (path) => {
        for (const raw of [
          '{',
          '{"email":',
          "{'email':'a'}",
          '{"a":1,}',
          'undefined',
          'NaN',
          '{"a":1}{"b":2}',
          '{"a":01}',
        ]) {
          expect(await sendRaw(path, raw)).toEqual(errors.malformed);
        }
      });

      it.each(paths)('of %s that are no UTF-8', async (path) => {
        const broken = [Buffer.from([0xff, 0xfe]), Buffer.from('{"email":"\xe9@example.com"}', 'latin1')];
        for (const raw of [...broken, Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])]) {
          expect(await sendRaw(path, raw)).toEqual(errors.notUtf8);
        }
      });

      it.each(paths)('of %s that are JSON and no object', async (path) => {
        for (const raw of ['[]', '"text"', '42', 'null', 'true', '[{"email":"ada@example.com"}]']) {
          expect(await sendRaw(path, raw)).toEqual(errors.invalid({ body: 'The body must be a JSON object' }));
        }
      });

      it.each(paths)('of %s that are nested deep', async (path) => {
        for (const raw of [
          nestedJson(33),
          nestedJson(5000),
          '['.repeat(30_000),
          `{"a":${'['.repeat(32)}${']'.repeat(32)}}`,
        ]) {
          expect(await sendRaw(path, raw)).toEqual(errors.tooDeep);
        }
      });

      it.each(paths)('of %s past 64 KiB', async (path) => {
        expect(await sendRaw(path, JSON.stringify({ email: 'x'.repeat(65_536) }))).toEqual(errors.tooLarge);
      });

      it.each(paths)('of %s in another type', async (path) => {
        const raw = JSON.stringify({ email: 'ada@example.com', password: PASSWORD, refreshToken: 'x' });
        const types = [
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'application/xml',
        ];
        for (const type of [...types, 'application/jsonp', 'nonsense']) {
          expect(await sendRaw(path, raw, { 'content-type': type })).toEqual(errors.contentType);
        }
      });

      it('that are compressed', async () => {
        const gzip = Buffer.from('1f8b08000000000000ff', 'hex');

        expect(await sendRaw('/login', gzip, { ...JSON_TYPE, 'content-encoding': 'gzip' })).toEqual(errors.notUtf8);
      });

      it.each<[string, Record<string, string>, string | undefined]>([
        ['none', {}, undefined],
        ['none, announced as JSON', JSON_TYPE, undefined],
        ['an empty one', JSON_TYPE, ''],
        ['an empty form', { 'content-type': 'application/x-www-form-urlencoded' }, ''],
        ['an empty one of a type that is none', { 'content-type': 'nonsense' }, ''],
      ])('%s, which is a body without fields', async (_, headers, raw) => {
        const sending = { headers, ...(raw !== undefined && { raw }) };

        expect(answerOf(await app.send('POST', `${BASE}/recover`, sending))).toEqual(
          errors.invalid({ email: 'email is required' }),
        );
      });
    });
  });

  describe('fields that are none', () => {
    it.each([
      ['those that only the server may set', 'modest@example.com', { ...SERVER_OWNED }],
      [
        'those that nobody knows',
        'plain@example.com',
        { nickname: 'x', picture: 'y', phone: '1', username: 'root', 'metadata.admin': true },
      ],
    ])('have no effect at sign-up: %s', async (_, email, more) => {
      expect(await signUp(app, { ...more, email, password: PASSWORD })).toEqual(
        success(shownUser(email, app.clock.now())),
      );
      expect(await findAccount(app, email)).toMatchObject({
        id: expect.not.stringContaining('00000000-0000'),
        email,
        username: null,
        role: 'user',
        nickname: null,
        picture: null,
        phone: null,
        disabledAt: null,
        emailConfirmedAt: null,
        phoneConfirmedAt: null,
        lastSignInAt: null,
        userMetadata: {},
        appMetadata: {},
        createdAt: app.clock.now(),
      });
    });

    it('have no effect on an account that is changed', async () => {
      const before = await findAccount(app, 'bystander@example.com');

      expect(await updateUser(app, token, { ...SERVER_OWNED, phone: '1', username: 'root' })).toEqual(
        await getUser(app, token),
      );
      expect(await findAccount(app, 'bystander@example.com')).toEqual(before);
    });

    it('reach no prototype', async () => {
      const email = 'proto@example.com';
      const polluting = '{"polluted":true}';
      const raw = `{"__proto__":${polluting},"constructor":{"prototype":${polluting}},"toString":1,"hasOwnProperty":null,"email":"${email}","password":"${PASSWORD}","metadata":{"__proto__":${polluting},"a":{"__proto__":${polluting}},"constructor":{"prototype":${polluting}}}}`;

      expect(await sendRaw('/signup', raw)).toEqual(
        success(shownUser(email, app.clock.now(), { userMetadata: { a: {} } })),
      );
      expect({}).not.toHaveProperty('polluted');
    });

    it('reach no prototype by a name that is written in escapes', async () => {
      const email = 'escaped@example.com';
      const metadata = String.raw`{"\u005f_proto\u005F_":{"polluted":true},"c\u006Fnstructor":1,"prot\u006ftype":2,"\u0061":3}`;

      expect(await sendRaw('/signup', `{"email":"${email}","password":"${PASSWORD}","metadata":${metadata}}`)).toEqual(
        success(shownUser(email, app.clock.now(), { userMetadata: { a: 3 } })),
      );
    });

    it('do not come by the query or by headers', async () => {
      const query = new URLSearchParams({ email: 'ada@example.com', password: PASSWORD }).toString();
      const headers = { email: 'ada@example.com', password: PASSWORD };

      expect(answerOf(await app.send('POST', `${BASE}/signup?${query}`, { headers, json: {} }))).toEqual(
        errors.invalid({ email: 'email is required', password: 'password is required' }),
      );
    });

    it('do not bring a bearer token along', async () => {
      const paths = [`${BASE}/user?access_token=${token}`, `${BASE}/user?token=${token}&apikey=${token}`];
      for (const path of paths) expect(answerOf(await app.send('GET', path))).toEqual(errors.unauthenticated);
      const headers = { cookie: `access_token=${token}`, 'x-api-key': token, apikey: token };

      expect(answerOf(await app.send('GET', `${BASE}/user`, { headers }))).toEqual(errors.unauthenticated);
    });

    it('take what is just short enough', async () => {
      const email = 'brim@example.com';
      const fits = { email, password: 'p'.repeat(1024), metadata: JSON.parse(nestedJson(31)) as object };

      expect(await signUp(app, fits)).toMatchObject({ status: 200 });
      expect(await logIn(app, { email, password: fits.password })).toMatchObject({ status: 200 });
    });

    it('fill a body up to 64 KiB', async () => {
      const json = JSON.stringify({ email: 'nobody@example.com', filling: '' });
      const raw = json.replace('""', `"${'['.repeat(65_536 - json.length)}"`);

      expect(Buffer.byteLength(raw)).toBe(65_536);
      expect(await sendRaw('/recover', raw)).toMatchObject({ status: 200 });
    });
  });

  describe('headers that come twice', () => {
    it('a content type, the first of which counts', async () => {
      const raw = JSON.stringify({ email: 'nobody@example.com', password: PASSWORD });

      expect(await sendRaw('/login', raw, { 'content-type': ['application/json', 'text/plain'] })).toEqual(
        errors.credentials,
      );
      expect(await sendRaw('/login', raw, { 'content-type': ['text/plain', 'application/json'] })).toEqual(
        errors.contentType,
      );
    });

    it('an authorization, which is then none', async () => {
      const { headers } = bearing(token);
      const twice: OutgoingHttpHeaders = { Authorization: [headers.authorization, headers.authorization] };

      for (const [method, path] of [
        ['GET', '/user'],
        ['PUT', '/user'],
        ['POST', '/logout'],
      ]) {
        const reply = await app.send(method ?? '', `${BASE}${path ?? ''}`, { headers: twice });
        expect(answerOf(reply)).toEqual(errors.unauthenticated);
      }
      expect(await getUser(app, token)).toMatchObject({ status: 200 });
    });
  });
});
