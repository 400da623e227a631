import { findAccount } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import { mailedToken, member, PATHS, post, stranger } from './nap.requests.js';

const SENT = { status: 200, body: { success: true, message: 'Verification email sent' } };
const VERIFIED = { status: 200, body: { success: true, message: 'Email verified' } };
const DAY_SECONDS = 24 * 3600;

describe('verify-email', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const sendTo = (email: string) => post(app, PATHS.send, { email });
  const verify = (token: string) => post(app, PATHS.verify, { token });
  const confirmedAt = async (email: string) => (await findAccount(app, email))?.emailConfirmedAt;

  describe('POST /api/auth/verify-email/send', () => {
    it('mails a link, 200', async () => {
      await stranger(app, 'ada@example.com');

      expect(await sendTo('ada@example.com')).toEqual(SENT);
      expect(await app.mailTo('ada@example.com')).toMatchObject([
        { links: [expect.stringMatching(/\/account\/verify-email\?token=[\w-]{43}$/)] },
        { links: [expect.stringMatching(/\/account\/verify-email\?token=[\w-]{43}$/)] },
      ]);
    });

    it('finds the account whatever the case of its address', async () => {
      await stranger(app, 'shout@example.com');

      expect(await sendTo('SHOUT@EXAMPLE.COM')).toEqual(SENT);
    });

    it('replaces the link of an earlier mail', async () => {
      await stranger(app, 'again@example.com');
      const earlier = await mailedToken(app, 'again@example.com');

      await sendTo('again@example.com');

      expect(await verify(earlier)).toEqual(errors.oneTimeToken);
      expect(await verify(await mailedToken(app, 'again@example.com'))).toEqual(VERIFIED);
    });

    describe('400 Bad Request - Invalid Input or User does not exist', () => {
      it('when nobody has that address', async () => {
        expect(await sendTo('nobody@example.com')).toEqual(errors.unknownEmail);
        expect(await app.mailTo('nobody@example.com')).toEqual([]);
      });

      it('when the address is verified already', async () => {
        await member(app, 'verified@example.com');

        expect(await sendTo('verified@example.com')).toEqual(errors.verifiedAlready);
      });

      it('when it is no address', async () => {
        expect(await sendTo('ada')).toEqual(errors.noEmail);
      });

      it('when there is no address', async () => {
        expect(await post(app, PATHS.send, {})).toEqual(errors.missing('email'));
      });
    });
  });

  describe('POST /api/auth/verify-email/verify', () => {
    it('records the address as verified, 200', async () => {
      await stranger(app, 'grace@example.com');

      expect(await verify(await mailedToken(app, 'grace@example.com'))).toEqual(VERIFIED);
      expect(await confirmedAt('grace@example.com')).toEqual(app.clock.now());
    });

    describe('400 Bad Request - Invalid Input or Token', () => {
      it('when the token was used', async () => {
        await stranger(app, 'twice@example.com');
        const token = await mailedToken(app, 'twice@example.com');
        await verify(token);

        expect(await verify(token)).toEqual(errors.oneTimeToken);
      });

      it('when it is used at the same moment: one of two succeeds', async () => {
        await stranger(app, 'race@example.com');
        const token = await mailedToken(app, 'race@example.com');

        const answers = await Promise.all([verify(token), verify(token)]);

        expect(answers.sort((one, other) => one.status - other.status)).toEqual([VERIFIED, errors.oneTimeToken]);
      });

      it('when the token has expired', async () => {
        await stranger(app, 'late@example.com');
        const token = await mailedToken(app, 'late@example.com');
        app.clock.advance(DAY_SECONDS);

        expect(await verify(token)).toEqual(errors.oneTimeToken);
        expect(await confirmedAt('late@example.com')).toBeNull();
      });

      it('when the token is none of ours', async () => {
        expect(await verify('made-up')).toEqual(errors.oneTimeToken);
      });

      it('when the token was sent for something else', async () => {
        await stranger(app, 'forgetful@example.com');
        await app.send('POST', '/api/v3/auth/recover', { json: { email: 'forgetful@example.com' } });

        expect(await verify(await mailedToken(app, 'forgetful@example.com'))).toEqual(errors.oneTimeToken);
        expect(await confirmedAt('forgetful@example.com')).toBeNull();
      });

      it('when there is no token', async () => {
        expect(await post(app, PATHS.verify, {})).toEqual(errors.missing('token'));
      });
    });
  });
});
