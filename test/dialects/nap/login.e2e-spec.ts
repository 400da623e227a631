import { MembersService } from '#core/organizations';
import { emailIdentifier, UsersService } from '#core/users';
import { epochSeconds, secondsAfter } from '#platform/clock';
import { answerOf } from '../../support/answer.js';
import { claimsOf, disable, findAccount, openAccount } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import {
  flow,
  jwtIn,
  loggedIn,
  login,
  member,
  PASSWORD,
  PATHS,
  post,
  signup,
  signupData,
  stranger,
  verifyByMail,
} from './nap.requests.js';

const HOUR_SECONDS = 3600;
const MONTH_SECONDS = 30 * 24 * HOUR_SECONDS;

describe('POST /api/auth/login', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('answers the tokens of a new session, 200', async () => {
    await member(app, 'ada@example.com');
    const now = app.clock.now();

    expect(await login(app, 'ada@example.com')).toEqual({
      status: 200,
      body: {
        message: 'Login successful',
        requireEmailVerification: false,
        tokens: {
          session_id: expect.stringMatching(/^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/),
          session_token: expect.stringMatching(/^[\w-]+$/),
          session_token_expiry: secondsAfter(now, HOUR_SECONDS).toISOString(),
          refresh_token: expect.stringMatching(/^[\w-]{86}$/),
          refresh_token_expiry: secondsAfter(now, MONTH_SECONDS).toISOString(),
        },
      },
    });
  });

  it('answers a session token that is a JWT in unpadded base64url, with what clients read in it', async () => {
    const { id } = await member(app, 'grace@example.com');
    const [seat] = await app.nest.get(MembersService).seatsOf(id);

    const tokens = await loggedIn(app, 'grace@example.com');

    const issuedAt = epochSeconds(app.clock.now());
    expect(claimsOf(jwtIn(tokens))).toEqual({
      iss: 'http://rosetta.localhost',
      aud: 'rosetta',
      sub: id,
      sid: tokens.session_id,
      jti: tokens.session_id,
      iat: issuedAt,
      exp: issuedAt + HOUR_SECONDS,
      org_slug: 'default',
      org_name: 'Default',
      org_id: seat?.organization.id,
      user_org_role: 'member',
      email: 'grace@example.com',
      email_verified: true,
      user_fname: 'Ada',
      user_lname: 'Lovelace',
    });
  });

  it('finds the account whatever the case of its address', async () => {
    await member(app, 'shout@example.com');

    expect(await login(app, 'SHOUT@EXAMPLE.COM')).toMatchObject({ status: 200 });
  });

  it('lets in who signed up here and verified the address by mail', async () => {
    await signup(app, signupData('whole@example.com'));
    await verifyByMail(app, 'whole@example.com');

    expect(await login(app, 'whole@example.com')).toMatchObject({ status: 200, body: { message: 'Login successful' } });
  });

  describe('403 Forbidden - Email Not Verified', () => {
    it('answers a login result with the flow to go on with', async () => {
      await stranger(app, 'unverified@example.com');

      expect(await login(app, 'unverified@example.com')).toEqual({
        status: 403,
        body: {
          message: 'Please verify your email address to log in',
          requireEmailVerification: true,
          flowId: expect.stringMatching(/^[\w-]{43}$/),
        },
      });
    });

    it('keeps flowReturnTo with the flow', async () => {
      await stranger(app, 'returning@example.com');
      const json = { email: 'returning@example.com', password: PASSWORD, flowReturnTo: 'https://app.example.com/home' };

      const { body } = await post(app, PATHS.login, json);

      const { flowId } = body as { flowId: string };
      expect(await flow(app, flowId)).toMatchObject({ body: { returnTo: 'https://app.example.com/home' } });
    });

    it('opens no session', async () => {
      await stranger(app, 'outside@example.com');

      await login(app, 'outside@example.com');

      expect(await findAccount(app, 'outside@example.com')).toMatchObject({ lastSignInAt: null });
    });

    it('is answered when a new address is not verified yet, though an earlier one was', async () => {
      await member(app, 'moving@example.com');
      const user = await account('moving@example.com');
      await app.nest.get(UsersService).changeEmail(user, emailIdentifier('moved@example.com'));

      expect(await login(app, 'moved@example.com')).toMatchObject({
        status: 403,
        body: { requireEmailVerification: true },
      });
    });

    it('is not answered to a wrong password', async () => {
      await stranger(app, 'secret@example.com');

      expect(await login(app, 'secret@example.com', 'not the password')).toEqual(errors.credentials);
    });
  });

  it('answers 403 with an error when the user belongs to no organization', async () => {
    await openAccount(app, { name: 'alone@example.com', password: PASSWORD });
    await app.nest.get(UsersService).confirmEmail(await account('alone@example.com'), 'alone@example.com');

    expect(await login(app, 'alone@example.com')).toEqual(errors.notAMember);
    expect(await login(app, 'alone@example.com', 'not the password')).toEqual(errors.credentials);
  });

  describe('401 Unauthorized', () => {
    it('when the password is wrong', async () => {
      await member(app, 'wrong@example.com');

      expect(await login(app, 'wrong@example.com', 'not the password')).toEqual(errors.credentials);
    });

    it('when nobody has that address', async () => {
      expect(await login(app, 'nobody@example.com')).toEqual(errors.credentials);
    });

    it('when the account is disabled', async () => {
      await disable(app, await member(app, 'disabled@example.com'));

      expect(await login(app, 'disabled@example.com')).toEqual(errors.credentials);
    });

    it('when the account is disabled and its address not verified', async () => {
      await disable(app, await stranger(app, 'disabled-too@example.com'));

      expect(await login(app, 'disabled-too@example.com')).toEqual(errors.credentials);
    });

    it('names a scheme, as HTTP asks for', async () => {
      const reply = await app.send('POST', PATHS.login, { json: { email: 'nobody@example.com', password: PASSWORD } });

      expect(answerOf(reply)).toEqual(errors.credentials);
      expect(reply.headers).toMatchObject({ 'www-authenticate': 'Bearer' });
    });
  });

  describe('400 Bad Request', () => {
    it('when fields are missing', async () => {
      expect(await post(app, PATHS.login, {})).toEqual(errors.missing('email', 'password'));
    });

    it('when a user name is given in place of an address', async () => {
      expect(await login(app, 'username')).toEqual(errors.noEmail);
    });
  });

  async function account(email: string) {
    const found = await findAccount(app, email);
    if (!found) throw new Error(`no account of ${email}`);
    return found;
  }
});
