import type { OutgoingHttpHeaders } from 'node:http';
import { findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { answerOf } from '../../support/answer.js';
import { nestedJson, SERVER_OWNED } from '../../support/hostile.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './authservice.errors.js';
import { loginClient, regenerate, register, registered, showClient, utf8 } from './authservice.requests.js';

const NO_NAME = 'username must be a text of 1 to 255 characters without control characters';
const NO_PASSWORD = 'password must be a text of 1 to 1024 characters without control characters';
const NO_ROLE = 'role must be one of user, admin, moderator, guest, superadmin';

const UNPRINTABLE: [string, string][] = [
  ['a control character of Latin-1', 'a\u0085b'],
  ['a control character in UTF-8', utf8('a\u009Fb')],
  ['a tab', 'a\tb'],
  ['half a surrogate pair', utf8('a').concat('\u00ED\u00A0\u0080')],
];

describe('authservice against bad input', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  describe('POST /auth/register', () => {
    it.each<[string, OutgoingHttpHeaders, string]>([
      ['no headers', {}, 'username is required; password is required'],
      ['no username', { password: 'password123', role: 'user' }, 'username is required'],
      ['no password', { username: 'ada', role: 'user' }, 'password is required'],
      ['an empty username', { username: '', password: 'password123', role: 'user' }, NO_NAME],
      ['an empty password', { username: 'ada', password: '', role: 'user' }, NO_PASSWORD],
      ['an empty role', { username: 'ada', password: 'password123', role: '' }, NO_ROLE],
      ['an unknown role', { username: 'ada', password: 'password123', role: 'emperor' }, NO_ROLE],
      ['a role in capitals', { username: 'ada', password: 'password123', role: 'USER' }, NO_ROLE],
      ['a role of a prototype', { username: 'ada', password: 'password123', role: 'constructor' }, NO_ROLE],
      ['a username that is too long', { username: 'u'.repeat(256), password: 'password123' }, NO_NAME],
      ['a password that is too long', { username: 'ada', password: 'p'.repeat(1025) }, NO_PASSWORD],
      [
        'a username of nothing but a wide space',
        { username: utf8('\u3000'), password: 'password123' },
        'username must not be empty',
      ],
    ])('refuses %s', async (_, headers, message) => {
      expect(await register(app, headers)).toEqual(errors.badRequest(message));
      expect(await findAccount(app, 'ada')).toBeNull();
    });

    it.each([...UNPRINTABLE, ['a reversal of direction', utf8('\u202Eadb')], ['an invisible space', utf8('a\u200Bb')]])(
      'refuses a username with %s',
      async (_, username) => {
        expect(await register(app, { username, password: 'password123' })).toEqual(errors.badRequest(NO_NAME));
      },
    );

    it.each(UNPRINTABLE)('refuses a password with %s', async (_, password) => {
      expect(await register(app, { username: 'ada', password: `${password}12345678` })).toEqual(
        errors.badRequest(NO_PASSWORD),
      );
    });

    it.each(['ada@', '@example.com', 'ada@example', 'a b@example.com', 'ada@exa mple.com', 'a@b@example.com'])(
      'refuses %s, which could pass for an e-mail address and is none',
      async (username) => {
        expect(await register(app, { username, password: 'password123' })).toEqual(
          errors.badRequest('username must be an e-mail address'),
        );
      },
    );

    it.each(['username', 'password', 'role'])('refuses the header %s when it is sent twice', async (name) => {
      const headers = { username: 'double', password: 'password123', role: 'user' };

      expect(await register(app, { ...headers, [name]: ['guest', 'guest'] })).toEqual(
        errors.badRequest(`The header ${name} must be sent once`),
      );
      expect(await findAccount(app, 'double')).toBeNull();
    });

    it('takes what is just short enough', async () => {
      const headers = { username: 'u'.repeat(255), password: 'p'.repeat(1024), role: 'user' };

      expect(await register(app, headers)).toMatchObject({ status: 201 });
      expect(await showClient(app, headers)).toMatchObject({ status: 200 });
    });

    it('reads octets that are no UTF-8 as Latin-1', async () => {
      expect(await register(app, { username: 'a\u00FF\u00FE', password: 'password123' })).toMatchObject({
        status: 201,
      });
      expect(await findAccount(app, 'aÿþ')).toMatchObject({ username: 'aÿþ' });
    });

    it('gives nothing that only the server may set', async () => {
      const owned = Object.entries(SERVER_OWNED).map(([name, value]) => [name, JSON.stringify(value)] as const);
      const headers = { ...Object.fromEntries(owned), role: 'guest', username: 'modest', password: 'password123' };

      expect(await register(app, headers)).toMatchObject({ status: 201 });
      expect(await findAccount(app, 'modest')).toMatchObject({
        id: expect.not.stringContaining('00000000-0000'),
        role: 'guest',
        disabledAt: null,
        emailConfirmedAt: null,
        appMetadata: {},
        userMetadata: {},
        createdAt: app.clock.now(),
      });
    });

    it('ignores headers that name parts of a prototype', async () => {
      const headers: OutgoingHttpHeaders = {
        constructor: 'x',
        prototype: 'x',
        username: 'plain',
        password: 'password123',
      };
      Object.defineProperty(headers, '__proto__', { value: 'x', enumerable: true });

      expect(await register(app, headers)).toMatchObject({ status: 201 });
      expect({}).not.toHaveProperty('x');
    });

    it.each<[string, string, string | Buffer]>([
      ['a body that sets things', 'application/json', JSON.stringify(SERVER_OWNED)],
      ['a body that is no JSON', 'application/json', '{"role":'],
      ['a body that is nested deep', 'application/json', nestedJson(5000)],
      ['a body that is no UTF-8', 'application/json', Buffer.from([0xff, 0xfe, 0x00])],
      ['a form', 'application/x-www-form-urlencoded', 'role=superadmin'],
      ['a body of an unheard-of type', 'application/x-unheard-of', 'role: superadmin'],
    ])('ignores %s', async (label, type, raw) => {
      const username = label.replaceAll(' ', '.');
      const headers = { username, password: 'password123', 'content-type': type };

      expect(answerOf(await app.send('POST', '/auth/register', { headers, raw }))).toMatchObject({ status: 201 });
      expect(await findAccount(app, username)).toMatchObject({ role: 'user' });
    });

    it('refuses a body of more than 64 KiB', async () => {
      const headers = { username: 'bulky', password: 'password123', 'content-type': 'text/plain' };
      const raw = 'x'.repeat(64 * 1024 + 1);

      expect(answerOf(await app.send('POST', '/auth/register', { headers, raw }))).toEqual(errors.tooLarge);
      expect(await findAccount(app, 'bulky')).toBeNull();
    });
  });

  describe.each([
    ['GET /auth/client', showClient],
    ['POST /auth/regenerate-client-credentials', regenerate],
  ])('%s', (_, ask) => {
    it.each<[string, OutgoingHttpHeaders]>([
      ['no headers', {}],
      ['no username', { password: PASSWORD }],
      ['no password', { username: 'ada' }],
      ['an empty username', { username: '', password: PASSWORD }],
      ['an empty password', { username: 'ada', password: '' }],
      ['a username that is too long', { username: 'u'.repeat(256), password: PASSWORD }],
      ['a password that is too long', { username: 'ada', password: 'p'.repeat(1025) }],
      ['a username with a control character', { username: 'a\u0085da', password: PASSWORD }],
      ['a password with a control character', { username: 'ada', password: `${PASSWORD}\u0085` }],
      ['two usernames', { username: ['ada', 'ada'], password: PASSWORD }],
      ['two passwords', { username: 'ada', password: [PASSWORD, PASSWORD] }],
    ])('refuses %s in the words for wrong credentials', async (__, headers) => {
      expect(await ask(app, headers)).toEqual(errors.credentials);
    });
  });

  it('refuses the right credentials when they are sent twice', async () => {
    await openAccount(app, { name: 'surely' });

    expect(await showClient(app, { username: ['surely', 'surely'], password: PASSWORD })).toEqual(errors.credentials);
  });

  describe('POST /auth/login/client', () => {
    it.each<[string, OutgoingHttpHeaders]>([
      ['no headers', {}],
      ['no client id', { clientSecret: 'def789-ghi012' }],
      ['no client secret', { clientId: 'abc123-xyz456' }],
      ['an empty client id', { clientId: '', clientSecret: 'def789-ghi012' }],
      ['an empty client secret', { clientId: 'abc123-xyz456', clientSecret: '' }],
      ['a client id that is too long', { clientId: 'i'.repeat(8193), clientSecret: 'def789-ghi012' }],
      ['a client secret that is too long', { clientId: 'abc123-xyz456', clientSecret: 's'.repeat(8193) }],
      ['a client id with other than ASCII', { clientId: 'é', clientSecret: 'def789-ghi012' }],
      ['a client secret with a control character', { clientId: 'abc123-xyz456', clientSecret: 'a\u0085b' }],
    ])('refuses %s in the words for wrong client credentials', async (_, headers) => {
      expect(await loginClient(app, headers)).toEqual(errors.client);
    });

    it('refuses the right pair when a half of it is sent twice', async () => {
      const { clientId, clientSecret } = await registered(app, 'paired');

      expect(await loginClient(app, { clientId: [clientId, clientId], clientSecret })).toEqual(errors.client);
      expect(await loginClient(app, { clientId, clientSecret: [clientSecret, clientSecret] })).toEqual(errors.client);
    });
  });
});
