import { jest } from '@jest/globals';
import { RegistrationService } from '#core/registration';
import type { Role } from '#core/users';
import { claimsOf, disable, findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './authservice.errors.js';
import { loginClient, register, registered, showClient, tokenOf, utf8 } from './authservice.requests.js';

const SUCCESS = {
  status: 201,
  body: {
    message: 'User registered successfully',
    clientId: expect.stringMatching(/^[\w-]{22}$/),
    clientSecret: expect.stringMatching(/^[\w-]{43}$/),
  },
};

describe('POST /auth/register', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  /** A bearer token of an account with that role. */
  async function tokenFor(name: string, role: Role): Promise<string> {
    await openAccount(app, { name, role });
    const { body } = await showClient(app, { username: name, password: PASSWORD });
    return tokenOf(app, body as { clientId: string; clientSecret: string });
  }

  it('registers the documented user and answers the client credentials', async () => {
    expect(await register(app, { username: 'johndoe', password: 'password123', role: 'user' })).toEqual(SUCCESS);
    expect(await findAccount(app, 'johndoe')).toMatchObject({ username: 'johndoe', email: null, role: 'user' });
  });

  it('answers credentials that sign in', async () => {
    const { clientId, clientSecret } = await registered(app, 'signs.in');

    expect(await loginClient(app, { clientId, clientSecret })).toMatchObject({ status: 200 });
  });

  it('takes the default role where none is sent', async () => {
    expect(await register(app, { username: 'no.role', password: 'password123' })).toEqual(SUCCESS);
    expect(await findAccount(app, 'no.role')).toMatchObject({ role: 'user' });
  });

  it('gives the role guest', async () => {
    expect(await register(app, { username: 'a.guest', password: 'password123', role: 'guest' })).toEqual(SUCCESS);
    expect(await findAccount(app, 'a.guest')).toMatchObject({ role: 'guest' });
  });

  it('takes an e-mail address for a user name', async () => {
    expect(await register(app, { username: 'Ada@example.com', password: 'password123', role: 'user' })).toEqual(
      SUCCESS,
    );
    expect(await findAccount(app, 'ada@example.com')).toMatchObject({ email: 'Ada@example.com', username: null });
    expect(await app.mailTo('Ada@example.com')).toHaveLength(1);
  });

  it('understands Latin-1 and UTF-8 header values alike', async () => {
    expect(await register(app, { username: utf8('josé'), password: utf8('pässwörd'), role: 'user' })).toEqual(SUCCESS);
    expect(await findAccount(app, 'josé')).toMatchObject({ username: 'josé' });
    expect(await showClient(app, { username: 'josé', password: 'pässwörd' })).toMatchObject({ status: 200 });
    expect(await register(app, { username: 'josé', password: 'password123', role: 'user' })).toEqual(errors.taken);
  });

  describe('400 Bad request', () => {
    it.each([
      ['the name', 'same.name', 'same.name'],
      ['another case of the name', 'other.case', 'Other.CASE'],
      ['the name in narrower letters', utf8('ｗｉｄｅ.name'), 'wide.name'],
    ])('when %s is taken', async (_, first, username) => {
      await registered(app, first);

      expect(await register(app, { username, password: 'password123', role: 'user' })).toEqual(errors.taken);
    });

    it('when the e-mail address belongs to an account made elsewhere', async () => {
      await openAccount(app, { name: 'elsewhere@example.com' });

      expect(await register(app, { username: 'Elsewhere@Example.com', password: 'password123', role: 'user' })).toEqual(
        errors.taken,
      );
    });

    it('when the password is too short', async () => {
      expect(await register(app, { username: 'short', password: 'passwor', role: 'user' })).toEqual(
        errors.badRequest('password must be at least 8 characters long'),
      );
      expect(await findAccount(app, 'short')).toBeNull();
    });

    it.each(['moderator', 'admin', 'superadmin'])('when the role %s is asked for without a sponsor', async (role) => {
      expect(await register(app, { username: `wants.${role}`, password: 'password123', role })).toEqual(
        errors.badRequest(`The role ${role} cannot be chosen at registration; allowed: guest, user`),
      );
      expect(await findAccount(app, `wants.${role}`)).toBeNull();
    });
  });

  describe('with the bearer token of a sponsor', () => {
    const withToken = (token: string) => ({ authorization: `Bearer ${token}` });

    it('gives any role below superadmin for an admin', async () => {
      const headers = withToken(await tokenFor('chief', 'admin'));

      for (const role of ['moderator', 'admin', 'guest', 'user']) {
        const username = `by.chief.${role}`;
        expect(await register(app, { ...headers, username, password: 'password123', role })).toEqual(SUCCESS);
        expect(await findAccount(app, username)).toMatchObject({ role });
      }
      expect(
        await register(app, { ...headers, username: 'by.chief', password: 'password123', role: 'superadmin' }),
      ).toEqual(
        errors.badRequest(
          'The role superadmin cannot be chosen at registration; allowed: guest, user, moderator, admin',
        ),
      );
    });

    it('gives every role for a superadmin', async () => {
      const headers = withToken(await tokenFor('root', 'superadmin'));

      expect(
        await register(app, { ...headers, username: 'by.root', password: 'password123', role: 'superadmin' }),
      ).toEqual(SUCCESS);
    });

    const refused = errors.badRequest('The role admin cannot be chosen at registration; allowed: guest, user');

    it.each<Role>(['guest', 'user', 'moderator'])('gives no more for a %s than for nobody', async (sponsor) => {
      const headers = withToken(await tokenFor(`mere.${sponsor}`, sponsor));

      expect(
        await register(app, { ...headers, username: `by.${sponsor}`, password: 'password123', role: 'admin' }),
      ).toEqual(refused);
    });

    it('gives no more for a token that is no good, and registers all the same', async () => {
      const headers = withToken('no.good.token');

      expect(await register(app, { ...headers, username: 'bad', password: 'password123', role: 'admin' })).toEqual(
        refused,
      );
      expect(await register(app, { ...headers, username: 'bad', password: 'password123', role: 'user' })).toEqual(
        SUCCESS,
      );
    });

    it('gives no more when two are sent', async () => {
      const { authorization } = withToken(await tokenFor('twice', 'admin'));
      const headers = { Authorization: [authorization, authorization] };

      expect(await register(app, { ...headers, username: 'by.two', password: 'password123', role: 'admin' })).toEqual(
        refused,
      );
    });

    it('gives no more once the sponsor is disabled', async () => {
      const headers = withToken(await tokenFor('former', 'admin'));
      const former = await findAccount(app, 'former');
      if (former) await disable(app, former);

      expect(
        await register(app, { ...headers, username: 'by.former', password: 'password123', role: 'admin' }),
      ).toEqual(refused);
    });
  });

  describe('500 Internal server error', () => {
    it('when something unforeseen happens, and says nothing of it', async () => {
      const broken = jest.spyOn(app.nest.get(RegistrationService), 'signUpClient');
      broken.mockRejectedValueOnce(new Error('the disk is on fire'));

      expect(await register(app, { username: 'unlucky', password: 'password123', role: 'user' })).toEqual(
        errors.unexpected,
      );
    });
  });

  describe('what must not happen', () => {
    it('two accounts of one name, when two register at the same moment', async () => {
      const headers = { username: 'same.moment', password: 'password123', role: 'user' };
      const answers = await Promise.all([register(app, headers), register(app, headers)]);
      const [first, second] = answers.sort((one, other) => one.status - other.status);

      expect(first).toEqual(SUCCESS);
      expect(second).toEqual(errors.taken);
    });

    it('an account that only half exists, when its name is taken in the last moment', async () => {
      const names = ['racer', 'RACER', 'Racer'];
      const answers = await Promise.all(
        names.map((username) => register(app, { username, password: 'password123', role: 'user' })),
      );
      const won = names[answers.findIndex(({ status }) => status === 201)];

      expect(answers.filter(({ status }) => status === 400)).toEqual([errors.taken, errors.taken]);
      expect(await findAccount(app, 'racer')).toMatchObject({ username: won });
    });

    it('an answer with secrets that is kept by a cache', async () => {
      const { headers } = await app.send('POST', '/auth/register', {
        headers: { username: 'no.cache', password: 'password123', role: 'user' },
      });

      expect(headers).toMatchObject({ 'cache-control': 'no-store' });
    });

    it('a role in the token other than the one registered', async () => {
      const token = await tokenOf(app, await registered(app, 'honest'));

      expect(claimsOf(token)).toMatchObject({ role: 'user' });
    });
  });

  it('gives the roles that SELF_REGISTRATION_ROLES names', async () => {
    const generous = await startTestApp({ SELF_REGISTRATION_ROLES: 'user,moderator' });
    try {
      const answer = await register(generous, { username: 'mod', password: 'password123', role: 'moderator' });
      expect(answer).toEqual(SUCCESS);
      expect(await register(generous, { username: 'guest', password: 'password123', role: 'guest' })).toEqual(
        errors.badRequest('The role guest cannot be chosen at registration; allowed: user, moderator'),
      );
    } finally {
      await generous.close();
    }
  });
});
