import { answerOf } from '../../support/answer.js';
import { findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { emailOfLength, NO_EMAILS, NO_TEXTS, nestedJson, SERVER_OWNED } from '../../support/hostile.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './gravscale.errors.js';
import { authorized, newcomer, PATHS, refresh, refreshBy, signIn, signUp } from './gravscale.requests.js';

const JSON_TYPE = { 'content-type': 'application/json' };

const UNPRINTABLE_EMAILS = ['a\u0000b@example.com', 'a\u0007b@example.com', 'a\nb@example.com', 'a\u202Eb@example.com'];
const UNPRINTABLE_PASSWORDS = ['nul\u0000nul nul', 'bell\u0007bell', 'line\nbreak', 'half a \uD800 pair'];

describe('gravscale against bad input', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  describe.each([
    ['POST /dev/public-api/api/auth/sign-up', PATHS.signUp, signUp],
    ['POST /dev/public-api/api/auth/sign-in', PATHS.signIn, signIn],
  ])('%s', (_, path, ask) => {
    const raw = async (body: string | Buffer, headers: Record<string, string> = JSON_TYPE) =>
      answerOf(await app.send('POST', path, { raw: body, headers }));

    it.each(['', '{}'])('misses every field of the body %j', async (body) => {
      expect(await raw(body)).toEqual(
        errors.faults(
          [['body', 'email'], 'email is required', 'missing'],
          [['body', 'password'], 'password is required', 'missing'],
        ),
      );
    });

    it('misses every field of a body without any type', async () => {
      expect(answerOf(await app.send('POST', path))).toMatchObject({ status: 422 });
    });

    it.each(NO_TEXTS)('refuses %j for an address', async (email) => {
      expect(await ask(app, { email, password: PASSWORD })).toEqual(errors.noString('body', 'email'));
    });

    it.each(NO_TEXTS)('refuses %j for a password', async (password) => {
      expect(await ask(app, { email: 'ada@example.com', password })).toEqual(errors.noString('body', 'password'));
    });

    it.each(['', ' ', ...NO_EMAILS, ...UNPRINTABLE_EMAILS, 'a\uD800b@example.com', emailOfLength(256)])(
      'refuses %j, which is no address',
      async (email) => {
        expect(await ask(app, { email, password: PASSWORD })).toEqual(errors.noEmail);
        expect(await findAccount(app, email)).toBeNull();
      },
    );

    it.each(['', ...UNPRINTABLE_PASSWORDS, 'p'.repeat(1025)])('refuses the password %j', async (password) => {
      expect(await ask(app, { email: 'ada@example.com', password })).toEqual(errors.noPassword);
    });

    it.each([
      ['{"email":"ada@example.com",}', 27],
      ['{"email":"ada@example.com"', 26],
      ['nonsense', 0],
    ])('says where %s stops being JSON', async (body, offset) => {
      expect(await raw(body)).toEqual(errors.malformed(offset));
    });

    it.each(['[]', '"text"', '42', 'null', 'true'])('refuses %s, which is JSON and no object', async (body) => {
      expect(await raw(body)).toEqual(
        errors.faults([['body'], 'The body must be a JSON object', 'model_attributes_type']),
      );
    });

    it('refuses a body that is no UTF-8', async () => {
      const body = Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);

      expect(await raw(body)).toEqual(errors.malformed(0, 'The body is not valid UTF-8'));
    });

    it('refuses a body that is nested deeper than 32 levels', async () => {
      expect(await raw(nestedJson(33))).toEqual(errors.malformed(160, 'The body is nested deeper than 32 levels'));
      expect(await raw(nestedJson(5000))).toEqual(errors.malformed(160, 'The body is nested deeper than 32 levels'));
    });

    it('refuses a body of more than 64 KiB', async () => {
      expect(await raw(`{"email":"${'a'.repeat(64 * 1024)}"}`)).toEqual(errors.tooLarge);
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml'])(
      'refuses a body of the type %s',
      async (type) => {
        const body = JSON.stringify({ email: 'typed@example.com', password: PASSWORD });

        expect(await raw(body, { 'content-type': type })).toEqual(errors.mediaType);
      },
    );
  });

  it('takes what is just short enough', async () => {
    const json = { email: emailOfLength(255), password: 'p'.repeat(1024) };

    expect(await signUp(app, json)).toMatchObject({ status: 422 });
    expect(await signUp(app, { ...json, email: 'long@example.com' })).toMatchObject({ status: 201 });
    expect(await signIn(app, { ...json, email: 'long@example.com' })).toMatchObject({ status: 200 });
  });

  it('ignores keys that could reach a prototype, and properties nobody asked for', async () => {
    const own = `"email":"proto@example.com","password":"${PASSWORD}"`;
    const evil = '"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"prototype":1';
    const raw = `{${evil},${own},"unheard-of":[{}]}`;

    expect(await app.send('POST', PATHS.signUp, { raw, headers: JSON_TYPE })).toMatchObject({ status: 201 });
    expect({}).not.toHaveProperty('isAdmin');
    expect(await findAccount(app, 'proto@example.com')).toMatchObject({ userMetadata: {}, appMetadata: {} });
  });

  it('does not take an address that only a prototype has', async () => {
    const raw = `{"__proto__":{"email":"hidden@example.com","password":"${PASSWORD}"}}`;

    expect(answerOf(await app.send('POST', PATHS.signUp, { raw, headers: JSON_TYPE }))).toEqual(
      errors.faults(
        [['body', 'email'], 'email is required', 'missing'],
        [['body', 'password'], 'password is required', 'missing'],
      ),
    );
  });

  it('lets no sign-in set what only the server may', async () => {
    const before = await openAccount(app, { name: 'modest@example.com' });

    await signIn(app, { ...SERVER_OWNED, email: 'modest@example.com', password: PASSWORD });

    expect(await findAccount(app, 'modest@example.com')).toEqual(
      Object.assign(before, { lastSignInAt: app.clock.now() }),
    );
  });

  describe('POST /dev/public-api/api/auth/refresh', () => {
    it.each([
      'refresh_token=%00',
      'refresh_token=a%0Ab',
      'refresh_token=%C3%A9',
      'refresh_token=a+b',
      `refresh_token=${'a'.repeat(8193)}`,
    ])('refuses %.40s, which is no token', async (query) => {
      expect(await refreshBy(app, query)).toEqual(errors.noToken);
    });

    it.each(['refresh_token[]=a', 'refresh_token[a]=b', '__proto__[refresh_token]=a', 'Refresh_Token=a', 'a=%ff'])(
      'finds no token in %s',
      async (query) => {
        expect(await refreshBy(app, query)).toEqual(errors.missing('query', 'refresh_token'));
      },
    );

    it('ignores parameters nobody asked for', async () => {
      const { refreshToken } = await newcomer(app, 'query@example.com');

      expect(await refreshBy(app, `__proto__=x&constructor=y&refresh_token=${refreshToken}&role=z`)).toMatchObject({
        status: 200,
      });
    });

    it('leaves the session alone when the token is garbled', async () => {
      const { refreshToken } = await newcomer(app, 'garbled@example.com');
      const garbled = `${refreshToken.slice(0, 50)}${refreshToken[50] === 'A' ? 'B' : 'A'}${refreshToken.slice(51)}`;

      expect(await refresh(app, garbled)).toEqual(errors.refreshToken);
      expect(await refresh(app, refreshToken)).toMatchObject({ status: 200 });
    });

    it('refuses a body of more than 64 KiB, though it reads none', async () => {
      const { refreshToken } = await newcomer(app, 'bulky@example.com');
      const raw = 'x'.repeat(64 * 1024 + 1);

      const reply = await app.send('POST', `${PATHS.refresh}?refresh_token=${refreshToken}`, { raw });

      expect(answerOf(reply)).toEqual(errors.tooLarge);
      expect(await refresh(app, refreshToken)).toMatchObject({ status: 200 });
    });
  });

  it('takes a BOM, a charset and a type built on JSON', async () => {
    await openAccount(app, { name: 'typed@example.com' });
    const raw = JSON.stringify({ email: 'typed@example.com', password: PASSWORD });

    for (const type of ['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/vnd.api+json']) {
      const headers = { 'content-type': type };
      expect(await app.send('POST', PATHS.signIn, { raw, headers })).toMatchObject({ status: 200 });
    }
    expect(await authorized(app, 'typed@example.com')).toMatchObject({ type: 'Bearer' });
  });
});
