import { MembersService } from '#core/organizations';
import { findAccount, openAccount } from '../../support/accounts.js';
import { SERVER_OWNED } from '../../support/hostile.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import { login, mailedToken, PASSWORD, PATHS, post, signup, signupData } from './nap.requests.js';

const NO_PASSWORD = 'password must be a text of 8 to 32 characters without control characters';

describe('POST /api/auth/signup', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('opens an account and tells its id, 200', async () => {
    const answer = await signup(app, signupData('ada@example.com'));

    const account = await findAccount(app, 'ada@example.com');
    expect(answer).toEqual({
      status: 200,
      body: { userId: account?.id, message: 'User created; please verify the email address' },
    });
    expect(account).toMatchObject({ email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace', role: 'user' });
  });

  it('gives the account a seat in the default organization, as a member', async () => {
    await signup(app, signupData('seated@example.com'));
    const account = await findAccount(app, 'seated@example.com');

    expect(await app.nest.get(MembersService).seatsOf(account?.id ?? '')).toMatchObject([
      { organization: { slug: 'default' }, role: 'member' },
    ]);
  });

  it('mails a token that verifies the address', async () => {
    await signup(app, signupData('mailed@example.com'));
    expect(await findAccount(app, 'mailed@example.com')).toMatchObject({ emailConfirmedAt: null });

    await post(app, PATHS.verify, { token: await mailedToken(app, 'mailed@example.com') });

    expect(await findAccount(app, 'mailed@example.com')).toMatchObject({ emailConfirmedAt: app.clock.now() });
  });

  it.each([8, 32])('takes a password of %d characters', async (length) => {
    const password = 'p'.repeat(length);
    const json = { ...signupData(`password-${length}@example.com`), password, confirmPassword: password };

    expect(await signup(app, json)).toMatchObject({ status: 200 });
    expect(await login(app, json.email, password)).toMatchObject({ status: 403 });
  });

  describe('400 Bad Request', () => {
    it('when the address is taken, in whatever case', async () => {
      await signup(app, signupData('taken@example.com'));

      expect(await signup(app, signupData('TAKEN@example.com'))).toEqual(errors.taken);
    });

    it('when the address is taken by an account of another API', async () => {
      await openAccount(app, { name: 'elsewhere@example.com' });

      expect(await signup(app, signupData('elsewhere@example.com'))).toEqual(errors.taken);
    });

    it('when the address is taken at the same moment: one of two is told so', async () => {
      const json = signupData('twins@example.com');

      const answers = await Promise.all([signup(app, json), signup(app, json)]);

      const account = await findAccount(app, 'twins@example.com');
      const body = { userId: account?.id, message: 'User created; please verify the email address' };
      expect(answers.sort((one, other) => one.status - other.status)).toEqual([{ status: 200, body }, errors.taken]);
    });

    it.each([7, 33])('when the password has %d characters', async (length) => {
      const password = 'p'.repeat(length);
      const json = { ...signupData('length@example.com'), password, confirmPassword: password };

      expect(await signup(app, json)).toEqual(errors.badRequest(NO_PASSWORD));
      expect(await findAccount(app, 'length@example.com')).toBeNull();
    });

    it('when the passwords differ', async () => {
      const json = { ...signupData('differ@example.com'), confirmPassword: `${PASSWORD}!` };

      expect(await signup(app, json)).toEqual(errors.badRequest('confirmPassword must be the same as password'));
      expect(await findAccount(app, 'differ@example.com')).toBeNull();
    });

    it.each(['email', 'password', 'confirmPassword', 'firstName', 'lastName'])('when %s is missing', async (field) => {
      const json = { ...signupData('missing@example.com'), [field]: undefined };
      const also = field === 'password' ? '; confirmPassword must be the same as password' : '';

      expect(await signup(app, json)).toEqual(errors.badRequest(`${field} is required${also}`));
    });
  });

  describe('401 Unauthorized - Invalid Invite Token', () => {
    it('whatever the token, as nobody is invited in single-tenant mode', async () => {
      const json = { ...signupData('invited@example.com'), inviteToken: 'an-invitation' };

      expect(await signup(app, json)).toEqual(errors.invitation);
    });

    it('and leaves no half of an account', async () => {
      await signup(app, { ...signupData('half@example.com'), inviteToken: 'an-invitation' });

      expect(await findAccount(app, 'half@example.com')).toBeNull();
      expect(await app.mailTo('half@example.com')).toEqual([]);
      expect(await signup(app, signupData('half@example.com'))).toMatchObject({ status: 200 });
    });
  });

  it('gives nothing that only the server may set', async () => {
    const json = { ...SERVER_OWNED, ...signupData('modest@example.com'), org_role: 'owner', emailVerified: true };

    expect(await signup(app, json)).toMatchObject({ status: 200 });
    const account = await findAccount(app, 'modest@example.com');
    expect(account).toMatchObject({
      id: expect.not.stringContaining('00000000-0000'),
      role: 'user',
      disabledAt: null,
      emailConfirmedAt: null,
      appMetadata: {},
      userMetadata: {},
      createdAt: app.clock.now(),
    });
    expect(await app.nest.get(MembersService).seatsOf(account?.id ?? '')).toMatchObject([{ role: 'member' }]);
  });
});
