import { answerOf } from '../../support/answer.js';
import { findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { SERVER_OWNED } from '../../support/hostile.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './gravscale.errors.js';
import { PATHS, signIn, signUp } from './gravscale.requests.js';

describe('POST /dev/public-api/api/auth/sign-up', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('opens an account and tells it, 201', async () => {
    const reply = await app.send('POST', PATHS.signUp, { json: { email: 'ada@example.com', password: PASSWORD } });
    const account = await findAccount(app, 'ada@example.com');

    expect(answerOf(reply)).toEqual({
      status: 201,
      body: { accountId: account?.id, email: 'ada@example.com', nickname: 'ada', picture: '' },
    });
    expect(reply.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
  });

  it('opens an account that can sign in at once', async () => {
    await signUp(app, { email: 'grace@example.com', password: PASSWORD });

    expect(await signIn(app, { email: 'grace@example.com', password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it('mails a link that verifies the address', async () => {
    await signUp(app, { email: 'mailed@example.com', password: PASSWORD });

    expect(await app.mailTo('mailed@example.com')).toMatchObject([
      { links: [expect.stringMatching(/\/account\/verify-email\?token=[\w-]{43}$/)] },
    ]);
    expect(await findAccount(app, 'mailed@example.com')).toMatchObject({ emailConfirmedAt: null });
  });

  it('keeps the address as it was written', async () => {
    expect(await signUp(app, { email: ' Ada.Byron@Example.COM ', password: PASSWORD })).toEqual({
      status: 201,
      body: {
        accountId: (await findAccount(app, 'ada.byron@example.com'))?.id,
        email: 'Ada.Byron@Example.COM',
        nickname: 'Ada.Byron',
        picture: '',
      },
    });
  });

  describe('422 Validation Error', () => {
    it('when the address is taken', async () => {
      const json = { email: 'taken@example.com', password: PASSWORD };
      await signUp(app, json);

      expect(await signUp(app, { ...json, password: 'another password' })).toEqual(errors.taken);
      expect(await signIn(app, json)).toMatchObject({ status: 200 });
    });

    it('when it is taken in another case, or by an account of another API', async () => {
      await openAccount(app, { name: 'Elsewhere@example.com' });

      expect(await signUp(app, { email: 'ELSEWHERE@EXAMPLE.com', password: PASSWORD })).toEqual(errors.taken);
    });

    it('when it is taken at the same moment: one of two is told so', async () => {
      const json = { email: 'twins@example.com', password: PASSWORD };

      const answers = await Promise.all([signUp(app, json), signUp(app, json)]);

      const account = await findAccount(app, 'twins@example.com');
      const body = { accountId: account?.id, email: 'twins@example.com', nickname: 'twins', picture: '' };
      expect(answers.sort((one, other) => one.status - other.status)).toEqual([{ status: 201, body }, errors.taken]);
    });

    it('when the password is too short to be chosen', async () => {
      expect(await signUp(app, { email: 'short@example.com', password: '1234567' })).toEqual(
        errors.faults([['body', 'password'], 'password must be at least 8 characters long', 'value_error']),
      );
      expect(await findAccount(app, 'short@example.com')).toBeNull();
    });

    it('with one entry for each fault', async () => {
      expect(await signUp(app, { email: 'nobody' })).toEqual(
        errors.faults(
          [['body', 'email'], 'email must be an e-mail address', 'value_error'],
          [['body', 'password'], 'password is required', 'missing'],
        ),
      );
    });
  });

  it('gives nothing that only the server may set', async () => {
    const json = { ...SERVER_OWNED, email: 'modest@example.com', password: PASSWORD, nickname: 'queen', picture: 'x' };

    expect(await signUp(app, json)).toMatchObject({ status: 201, body: { nickname: 'modest', picture: '' } });
    expect(await findAccount(app, 'modest@example.com')).toMatchObject({
      id: expect.not.stringContaining('00000000-0000'),
      role: 'user',
      nickname: null,
      picture: null,
      disabledAt: null,
      emailConfirmedAt: null,
      appMetadata: {},
      userMetadata: {},
      createdAt: app.clock.now(),
    });
  });

  it('opens no session', async () => {
    const { headers } = await app.send('POST', PATHS.signUp, {
      json: { email: 'no-session@example.com', password: PASSWORD },
    });

    expect(headers['set-cookie']).toBeUndefined();
    expect(await findAccount(app, 'no-session@example.com')).toMatchObject({ lastSignInAt: null });
  });
});
