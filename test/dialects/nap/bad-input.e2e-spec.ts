import { answerOf } from '../../support/answer.js';
import { findAccount } from '../../support/accounts.js';
import { emailOfLength, NO_EMAILS, NO_TEXTS, nestedJson, SERVER_OWNED } from '../../support/hostile.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import { login, member, PASSWORD, PATHS, post, signup, signupData } from './nap.requests.js';

const JSON_TYPE = { 'content-type': 'application/json' };

const UNPRINTABLE_EMAILS = ['a\u0000b@example.com', 'a\u0007b@example.com', 'a\nb@example.com', 'a\u202Eb@example.com'];
const UNPRINTABLE_NAMES = ['nul\u0000', 'bell\u0007', 'line\nbreak', '\u202Eadb', '\uD800half', 'zero\u200Bwidth'];
const UNPRINTABLE_PASSWORDS = ['nul\u0000nul nul', 'bell\u0007bell', 'line\nbreak', 'half a \uD800 pair'];

const NO_NAME = (field: string) =>
  errors.badRequest(`${field} must be a text of 1 to 255 characters without control characters`);
const NO_NEW_PASSWORD = errors.badRequest(
  'password must be a text of 8 to 32 characters without control characters; ' +
    'confirmPassword must be the same as password',
);
const NO_PASSWORD = errors.badRequest('password must be a text of 1 to 1024 characters without control characters');

describe('nap against bad input', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  describe.each([
    ['POST /api/auth/signup', PATHS.signup, ['email', 'password', 'confirmPassword', 'firstName', 'lastName']],
    ['POST /api/auth/login', PATHS.login, ['email', 'password']],
    ['POST /api/auth/verify-email/send', PATHS.send, ['email']],
    ['POST /api/auth/verify-email/verify', PATHS.verify, ['token']],
  ])('%s', (_, path, fields) => {
    const raw = async (body: string | Buffer, headers: Record<string, string> = JSON_TYPE) =>
      answerOf(await app.send('POST', path, { raw: body, headers }));

    it.each(['', '{}', '{"unheard-of":1}'])('misses every field of the body %j', async (body) => {
      expect(await raw(body)).toEqual(errors.missing(...fields));
    });

    it('misses every field of a body without any type', async () => {
      expect(answerOf(await app.send('POST', path))).toEqual(errors.missing(...fields));
    });

    it.each(['{"email":"ada@example.com",}', '{"email":', 'nonsense', "{'email':1}"])(
      'refuses %s, which is no JSON',
      async (body) => {
        expect(await raw(body)).toEqual(errors.badRequest('The body is not valid JSON'));
      },
    );

    it.each(['[]', '"text"', '42', 'null', 'true'])('refuses %s, which is JSON and no object', async (body) => {
      expect(await raw(body)).toEqual(errors.badRequest('The body must be a JSON object'));
    });

    it('refuses a body that is no UTF-8', async () => {
      const body = Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);

      expect(await raw(body)).toEqual(errors.badRequest('The body is not valid UTF-8'));
    });

    it.each([33, 5000])('refuses a body that is nested %d levels deep', async (depth) => {
      expect(await raw(nestedJson(depth))).toEqual(errors.badRequest('The body is nested deeper than 32 levels'));
    });

    it('refuses a body of more than 64 KiB', async () => {
      expect(await raw(`{"email":"${'a'.repeat(64 * 1024)}"}`)).toEqual(errors.tooLarge);
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml'])(
      'refuses a body of the type %s',
      async (type) => {
        expect(await raw('{"email":"ada@example.com"}', { 'content-type': type })).toEqual(errors.mediaType);
      },
    );
  });

  describe('POST /api/auth/signup', () => {
    const signupWith = (change: object) => signup(app, { ...signupData('refused@example.com'), ...change });

    it.each([...NO_TEXTS, '', ' ', ...NO_EMAILS, ...UNPRINTABLE_EMAILS, 'a\uD800b@example.com', emailOfLength(256)])(
      'refuses the address %j',
      async (email) => {
        expect(await signupWith({ email })).toEqual(errors.noEmail);
      },
    );

    it.each([...NO_TEXTS, '', ...UNPRINTABLE_PASSWORDS, 'p'.repeat(1025)])(
      'refuses the password %j',
      async (password) => {
        expect(await signupWith({ password })).toEqual(NO_NEW_PASSWORD);
      },
    );

    it.each([...NO_TEXTS, '', PASSWORD.toUpperCase()])('refuses %j for the same password', async (confirmPassword) => {
      expect(await signupWith({ confirmPassword })).toEqual(
        errors.badRequest('confirmPassword must be the same as password'),
      );
    });

    describe.each(['firstName', 'lastName'])('%s', (field) => {
      it.each([...NO_TEXTS, '', ' ', ...UNPRINTABLE_NAMES, 'n'.repeat(256)])('refuses %j', async (name) => {
        expect(await signupWith({ [field]: name })).toEqual(NO_NAME(field));
      });
    });

    it.each([...NO_TEXTS, '', 'two words', 'caf\u00E9', 'a'.repeat(8193)])(
      'refuses the invite token %.20j',
      async (inviteToken) => {
        expect(await signupWith({ inviteToken })).toEqual(errors.badRequest('inviteToken must be a token'));
      },
    );

    it('leaves nothing behind of what it refuses', async () => {
      expect(await findAccount(app, 'refused@example.com')).toBeNull();
      expect(await app.mailTo('refused@example.com')).toEqual([]);
    });

    it('takes names in any script, and keeps them as they are', async () => {
      const names = {
        firstName: '\u0639\u0644\u06CC\u200C\u0631\u0636\u0627',
        lastName: "O'Lovelace-Byr\u00F6n 👩🏽\u200D💻",
      };

      expect(await signup(app, { ...signupData('names@example.com'), ...names })).toMatchObject({ status: 200 });
      expect(await findAccount(app, 'names@example.com')).toMatchObject(names);
    });

    it('ignores keys that could reach a prototype, and properties nobody asked for', async () => {
      const own = JSON.stringify(signupData('proto@example.com')).slice(1);
      const evil = '"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"prototype":1';
      const raw = `{${evil},"unheard-of":[{}],${own}`;

      expect(await app.send('POST', PATHS.signup, { raw, headers: JSON_TYPE })).toMatchObject({ status: 200 });
      expect({}).not.toHaveProperty('isAdmin');
      expect(await findAccount(app, 'proto@example.com')).toMatchObject({ userMetadata: {}, appMetadata: {} });
    });
  });

  describe('POST /api/auth/login', () => {
    it.each([...NO_TEXTS, '', ' ', ...NO_EMAILS, ...UNPRINTABLE_EMAILS, 'a\uD800b@example.com', emailOfLength(256)])(
      'refuses the address %j',
      async (email) => {
        expect(await post(app, PATHS.login, { email, password: PASSWORD })).toEqual(errors.noEmail);
      },
    );

    it.each([...NO_TEXTS, '', ...UNPRINTABLE_PASSWORDS, 'p'.repeat(1025)])(
      'refuses the password %j',
      async (password) => {
        expect(await post(app, PATHS.login, { email: 'ada@example.com', password })).toEqual(NO_PASSWORD);
      },
    );

    it.each([...NO_TEXTS, '', 'line\nbreak', '\uD800half', 'r'.repeat(2049)])(
      'refuses flowReturnTo %.20j',
      async (flowReturnTo) => {
        expect(await post(app, PATHS.login, { email: 'ada@example.com', password: PASSWORD, flowReturnTo })).toEqual(
          errors.badRequest('flowReturnTo must be a text of 1 to 2048 characters without control characters'),
        );
      },
    );

    it('judges a password that is longer than one may be chosen here', async () => {
      expect(await login(app, 'nobody@example.com', 'p'.repeat(1024))).toEqual(errors.credentials);
    });

    it('sets nothing that only the server may', async () => {
      await member(app, 'modest@example.com');
      const before = await findAccount(app, 'modest@example.com');
      const after = before && Object.assign(before, { lastSignInAt: app.clock.now() });

      const json = { ...SERVER_OWNED, email: 'modest@example.com', password: PASSWORD };
      expect(await post(app, PATHS.login, json)).toMatchObject({ status: 200 });

      expect(await findAccount(app, 'modest@example.com')).toEqual(after);
    });
  });

  describe('POST /api/auth/verify-email/send', () => {
    it.each([...NO_TEXTS, '', ' ', ...NO_EMAILS, ...UNPRINTABLE_EMAILS, 'a\uD800b@example.com', emailOfLength(256)])(
      'refuses the address %j',
      async (email) => {
        expect(await post(app, PATHS.send, { email })).toEqual(errors.noEmail);
      },
    );
  });

  describe('POST /api/auth/verify-email/verify', () => {
    it.each([...NO_TEXTS, '', 'two words', 'caf\u00E9', 'nul\u0000', '\uD800half', 'a'.repeat(8193)])(
      'refuses the token %.20j',
      async (token) => {
        expect(await post(app, PATHS.verify, { token })).toEqual(errors.badRequest('token must be a token'));
      },
    );
  });
});
