import { jest } from '@jest/globals';
import { RegistrationService } from '#core/registration';
import { Outbox } from '#platform/mail';
import { findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors, MESSAGES, shownUser, success } from './cadenza.answers.js';
import { BASE, logIn, signUp } from './cadenza.requests.js';

describe('POST /api/v3/auth/signup', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('opens an account and answers it', async () => {
    const email = 'ada@example.com';
    const metadata = { plan: 'free', seats: 3, tags: ['a', 'b'] };

    expect(await signUp(app, { email, password: PASSWORD, metadata })).toEqual(
      success(shownUser(email, app.clock.now(), { userMetadata: metadata })),
    );
    expect(await logIn(app, { email, password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it('needs no metadata', async () => {
    const email = 'bare@example.com';

    expect(await signUp(app, { email, password: PASSWORD })).toEqual(success(shownUser(email, app.clock.now())));
  });

  it('mails a link that verifies the address', async () => {
    const email = 'mailed@example.com';
    await signUp(app, { email, password: PASSWORD });

    expect(await app.mailTo(email)).toMatchObject([
      { subject: 'Confirm your e-mail address', links: [expect.stringContaining('/account/verify-email?token=')] },
    ]);
  });

  it('keeps the address as it is written, and knows it in any other case', async () => {
    const email = 'Grace.Hopper@Example.com';

    expect(await signUp(app, { email: `  ${email} `, password: PASSWORD })).toEqual(
      success(shownUser(email, app.clock.now())),
    );
    expect(await logIn(app, { email: 'grace.hopper@EXAMPLE.COM', password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it('takes metadata of any shape as it is', async () => {
    const metadata = {
      '': null,
      toString: 'own',
      then: { catch: [] },
      length: -1,
      nested: { deep: [{ er: [null, true, 1.5, '🗝️', '  spaces  '] }] },
      'a.b[c]': { $gt: '' },
      createdAt: '2000-01-01T00:00:00.000Z',
    };
    const email = 'shapes@example.com';

    expect(await signUp(app, { email, password: PASSWORD, metadata })).toEqual(
      success(shownUser(email, app.clock.now(), { userMetadata: metadata })),
    );
    expect(await findAccount(app, email)).toMatchObject({ userMetadata: metadata });
  });

  describe('400 Bad request', () => {
    it.each(['taken@example.com', 'TAKEN@Example.COM', ' taken@example.com ', 'ｔａｋｅｎ@example.com'])(
      'when %s has an account already',
      async (email) => {
        if (!(await findAccount(app, 'taken@example.com'))) await openAccount(app, { name: 'taken@example.com' });

        expect(await signUp(app, { email, password: 'another password' })).toEqual(errors.taken);
        expect(await logIn(app, { email: 'taken@example.com', password: PASSWORD })).toMatchObject({ status: 200 });
      },
    );

    it('when fields are missing', async () => {
      expect(await signUp(app, {})).toEqual(
        errors.invalid({ email: 'email is required', password: 'password is required' }),
      );
    });

    it('when the password is shorter than 8', async () => {
      expect(await signUp(app, { email: 'short@example.com', password: 'seven 7' })).toEqual(
        errors.invalid({ password: MESSAGES.newPassword }),
      );
      expect(await findAccount(app, 'short@example.com')).toBeNull();
    });

    it('when the password is shorter than 8 characters as people count them', async () => {
      expect(await signUp(app, { email: 'short@example.com', password: '🗝️🗝️🗝️' })).toEqual(
        errors.invalid({ password: 'password must be at least 8 characters long' }),
      );
    });

    it('tells of all fields at once', async () => {
      expect(await signUp(app, { email: 'nobody', password: '', metadata: [] })).toEqual(
        errors.invalid({ email: MESSAGES.email, password: MESSAGES.newPassword, metadata: MESSAGES.metadata }),
      );
    });
  });

  it('429 Too many requests - Rate limited', async () => {
    const strict = await startTestApp({ LIMITS: 'strict' });
    for (let tries = 0; tries < 20; tries += 1)
      await signUp(strict, { email: `${tries}@example.com`, password: PASSWORD });

    const { status, body, headers } = await strict.send('POST', `${BASE}/signup`, {
      json: { email: 'one-too-many@example.com', password: PASSWORD },
    });
    expect({ status, body }).toEqual(errors.tooMany);
    expect(headers['retry-after']).toMatch(/^\d+$/);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(600);
    expect(await findAccount(strict, 'one-too-many@example.com')).toBeNull();
    await strict.close();
  });

  it('500 Internal server error', async () => {
    jest.spyOn(app.nest.get(RegistrationService), 'signUp').mockRejectedValueOnce(new Error('the disk is on fire'));

    expect(await signUp(app, { email: 'unlucky@example.com', password: PASSWORD })).toEqual(errors.unexpected);
  });

  describe('what must not happen', () => {
    it('two accounts of one address, when two sign up at the same moment', async () => {
      const orders = [
        { email: 'race@example.com', password: 'the first password', metadata: { from: 0 } },
        { email: 'RACE@example.com', password: 'the other password', metadata: { from: 1 } },
      ];
      const answers = await Promise.all(orders.map((order) => signUp(app, order)));
      const won = answers.findIndex(({ status }) => status === 200);

      expect(answers.filter(({ status }) => status !== 200)).toEqual([errors.taken]);
      expect(await findAccount(app, 'race@example.com')).toMatchObject({
        email: orders[won]?.email,
        userMetadata: { from: won },
      });
      const signIns = await Promise.all(orders.map(({ email, password }) => logIn(app, { email, password })));
      expect(signIns.map(({ status }) => status)).toEqual(answers.map(({ status }) => (status === 200 ? 200 : 401)));
    });

    it('one account for each of twenty at the same moment', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => signUp(app, { email: 'crowd@example.com', password: PASSWORD })),
      );

      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status !== 200)).toEqual(Array(19).fill(errors.taken));
    });

    it('an account that is only half there, when the very last step fails', async () => {
      const email = 'half@example.com';
      jest.spyOn(app.nest.get(Outbox), 'enqueue').mockRejectedValueOnce(new Error('the disk is full'));

      expect(await signUp(app, { email, password: PASSWORD })).toEqual(errors.unexpected);
      expect(await findAccount(app, email)).toBeNull();
      expect(await logIn(app, { email, password: PASSWORD })).toEqual(errors.credentials);
      expect(await signUp(app, { email, password: PASSWORD })).toEqual(success(shownUser(email, app.clock.now())));
    });

    it('a mail to somebody whose address another has tried to take', async () => {
      await openAccount(app, { name: 'quiet@example.com' });
      await signUp(app, { email: 'quiet@example.com', password: PASSWORD });

      expect(await app.mailTo('quiet@example.com')).toEqual([]);
    });

    it('an answer that is kept by a cache', async () => {
      const { headers } = await app.send('POST', `${BASE}/signup`, {
        json: { email: 'no-cache@example.com', password: PASSWORD },
      });

      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' });
    });
  });
});
