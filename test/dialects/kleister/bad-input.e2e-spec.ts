import { findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { answerOf } from '../../support/answer.js';
import { nestedJson, NO_TEXTS, SERVER_OWNED, UNPRINTABLE_TEXTS } from '../../support/hostile.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './kleister.errors.js';
import { basic, login, refresh } from './kleister.requests.js';

const NO_NAME = 'username must be a text of 1 to 255 characters without control characters';
const NO_PASSWORD = 'password must be a text of 1 to 1024 characters without control characters';

const json = { 'content-type': 'application/json' };

describe('kleister against bad input', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    await openAccount(app, { name: 'ada' });
  });

  afterAll(() => app.close());

  describe('POST /api/v1/auth/login', () => {
    it.each<[string, unknown, string]>([
      ['an empty object', {}, 'username is required; password is required'],
      ['no username', { password: PASSWORD }, 'username is required'],
      ['no password', { username: 'ada' }, 'password is required'],
      ['an empty username', { username: '', password: PASSWORD }, NO_NAME],
      ['an empty password', { username: 'ada', password: '' }, NO_PASSWORD],
      ['a username that is too long', { username: 'u'.repeat(256), password: PASSWORD }, NO_NAME],
      ['a password that is too long', { username: 'ada', password: 'p'.repeat(1025) }, NO_PASSWORD],
      ['a list', [], 'The body must be a JSON object'],
      ['a text', 'ada', 'The body must be a JSON object'],
      ['a number', 1, 'The body must be a JSON object'],
      ['null', null, 'The body must be a JSON object'],
    ])('refuses %s', async (_, body, message) => {
      expect(await login(app, body)).toEqual(errors.invalid(message));
    });

    it.each(NO_TEXTS.map((value) => [JSON.stringify(value), value]))('refuses %s for a text', async (_, value) => {
      expect(await login(app, { username: value, password: PASSWORD })).toEqual(errors.invalid(NO_NAME));
      expect(await login(app, { username: 'ada', password: value })).toEqual(errors.invalid(NO_PASSWORD));
    });

    it.each(UNPRINTABLE_TEXTS.map((text) => [JSON.stringify(text), text]))(
      'refuses the username %s',
      async (_, text) => {
        expect(await login(app, { username: text, password: PASSWORD })).toEqual(errors.invalid(NO_NAME));
      },
    );

    it.each(['\u0000', '\u001F', '\u0085', '\uD800', '\uDC00'].map((sign) => [JSON.stringify(sign), sign]))(
      'refuses a password with %s in it',
      async (_, sign) => {
        expect(await login(app, { username: 'ada', password: `${PASSWORD}${sign}` })).toEqual(
          errors.invalid(NO_PASSWORD),
        );
      },
    );

    it('judges the longest name and password there can be', async () => {
      expect(await login(app, { username: 'u'.repeat(255), password: 'p'.repeat(1024) })).toEqual(errors.credentials);
    });

    it('does not let a name with an @ that is no address in', async () => {
      expect(await login(app, { username: 'ada@', password: PASSWORD })).toEqual(errors.credentials);
    });

    it.each<[string, string | Buffer]>([
      ['half a body', '{"username": "ada", '],
      ['two bodies', '{}{}'],
      ['a body of another kind', 'username=ada'],
      ['nothing but a space', ' '],
    ])('refuses %s as malformed', async (_, raw) => {
      expect(answerOf(await app.send('POST', '/api/v1/auth/login', { raw, headers: json }))).toEqual(errors.malformed);
    });

    it('refuses a body that is no UTF-8', async () => {
      const raw = Buffer.concat([Buffer.from('{"username":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);

      expect(answerOf(await app.send('POST', '/api/v1/auth/login', { raw, headers: json }))).toEqual(errors.notUtf8);
    });

    it('refuses a body nested deeper than 32 levels, and reads one of 32', async () => {
      const deep = answerOf(await app.send('POST', '/api/v1/auth/login', { raw: nestedJson(33), headers: json }));
      const shallow = answerOf(await app.send('POST', '/api/v1/auth/login', { raw: nestedJson(32), headers: json }));

      expect(deep).toEqual(errors.tooDeep);
      expect(shallow).toEqual(errors.invalid('username is required; password is required'));
    });

    it('refuses a body of more than 64 KiB, and reads one of just that', async () => {
      const filled = (bytes: number) => ({ username: 'ada', password: PASSWORD, pad: 'x'.repeat(bytes) });
      const room = 64 * 1024 - JSON.stringify(filled(0)).length;

      expect(await login(app, filled(room))).toMatchObject({ status: 200 });
      expect(await login(app, filled(room + 1))).toEqual(errors.tooLarge);
    });

    it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
      'refuses a body of the type %s',
      async (type) => {
        const raw = JSON.stringify({ username: 'ada', password: PASSWORD });
        const headers = { 'content-type': type };

        expect(answerOf(await app.send('POST', '/api/v1/auth/login', { raw, headers }))).toEqual(errors.mediaType);
      },
    );

    it('misses the fields of a body that is empty', async () => {
      const missing = errors.invalid('username is required; password is required');

      expect(answerOf(await app.send('POST', '/api/v1/auth/login'))).toEqual(missing);
      expect(answerOf(await app.send('POST', '/api/v1/auth/login', { headers: json }))).toEqual(missing);
    });

    it('ignores properties that are not documented', async () => {
      expect(await login(app, { ...SERVER_OWNED, username: 'ada', password: PASSWORD })).toMatchObject({ status: 200 });
      expect(await findAccount(app, 'ada')).toMatchObject({
        id: expect.not.stringContaining('00000000-0000'),
        role: 'user',
        disabledAt: null,
        emailConfirmedAt: null,
        appMetadata: {},
        createdAt: app.clock.now(),
      });
    });

    it.each(['__proto__', 'constructor', 'prototype'])('takes no field from %s', async (key) => {
      const raw = `{"${key}": {"username": "ada", "password": "${PASSWORD}"}}`;

      expect(answerOf(await app.send('POST', '/api/v1/auth/login', { raw, headers: json }))).toEqual(
        errors.invalid('username is required; password is required'),
      );
      expect({}).not.toHaveProperty('username');
    });
  });

  describe('GET /api/v1/auth/refresh by HTTP Basic', () => {
    it.each<[string, string]>([
      ['no colon', Buffer.from('ada').toString('base64')],
      ['no name', Buffer.from(`:${PASSWORD}`).toString('base64')],
      ['no password', Buffer.from('ada:').toString('base64')],
      ['nothing that decodes', '!!!'],
      ['a NUL in the name', Buffer.from(`a\u0000da:${PASSWORD}`).toString('base64')],
      ['a NUL in the password', Buffer.from(`ada:${PASSWORD}\u0000`).toString('base64')],
      ['a name that is too long', Buffer.from(`${'u'.repeat(256)}:${PASSWORD}`).toString('base64')],
      ['a password that is too long', Buffer.from(`ada:${'p'.repeat(1025)}`).toString('base64')],
    ])('refuses %s in the words for wrong credentials', async (_, encoded) => {
      expect(await refresh(app, { authorization: `Basic ${encoded}` })).toEqual(errors.credentials);
    });

    it('takes the scheme in any case', async () => {
      const { authorization } = basic('ada', PASSWORD);

      expect(await refresh(app, { authorization: authorization?.replace('Basic', 'bAsIc') })).toMatchObject({
        status: 200,
      });
    });
  });

  describe('GET /api/v1/auth/refresh by the query', () => {
    it.each([
      '?access_token[]=a',
      '?access_token[a]=b',
      '?__proto__=a',
      '?access_token=%00',
      '?access_token=%ED%A0%80',
    ])('refuses %s', async (query) => {
      expect(await refresh(app, {}, query)).toEqual(errors.token);
    });
  });
});
