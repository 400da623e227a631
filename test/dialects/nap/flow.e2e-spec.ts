import { MembersService } from '#core/organizations';
import { secondsAfter } from '#platform/clock';
import { answerOf } from '../../support/answer.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import { flow, login, PASSWORD, PATHS, stranger } from './nap.requests.js';

const TEN_MINUTES_SECONDS = 600;

describe('GET /api/auth/flow/{flowId}', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function begunBy(email: string, more: object = {}): Promise<string> {
    const json = { email, password: PASSWORD, ...more };
    const { status, body } = await app.send<{ flowId: string }>('POST', PATHS.login, { json });
    if (status !== 403) throw new Error(`no flow was begun, but answered ${status}`);
    return body.flowId;
  }

  it('tells the flow, 200', async () => {
    const { id: userId } = await stranger(app, 'ada@example.com');
    const [seat] = await app.nest.get(MembersService).seatsOf(userId);
    const flowReturnTo = 'https://app.example.com/welcome?from=mail';
    const flowId = await begunBy('ada@example.com', { flowReturnTo });
    const now = app.clock.now();

    expect(await flow(app, flowId)).toEqual({
      status: 200,
      body: {
        id: flowId,
        type: 'login',
        userId,
        email: 'ada@example.com',
        orgs: [
          {
            id: seat?.organization.id,
            name: 'Default',
            slug: 'default',
            settings: {},
            createdAt: seat?.organization.createdAt.toISOString(),
            updatedAt: seat?.organization.updatedAt.toISOString(),
          },
        ],
        mfaRequired: false,
        mfaVerified: false,
        returnTo: flowReturnTo,
        createdAt: now.toISOString(),
        expiresAt: secondsAfter(now, TEN_MINUTES_SECONDS).toISOString(),
      },
    });
  });

  it('tells a flow without returnTo where the log-in gave none, any number of times', async () => {
    await stranger(app, 'grace@example.com');
    const flowId = await begunBy('grace@example.com');

    const answer = await flow(app, flowId);

    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).not.toHaveProperty('returnTo');
    expect(await flow(app, flowId)).toEqual(answer);
  });

  it('tells each log-in a flow of its own', async () => {
    await stranger(app, 'again@example.com');

    expect(await begunBy('again@example.com')).not.toBe(await begunBy('again@example.com'));
  });

  it('tells neither a token nor a password', async () => {
    await stranger(app, 'secret@example.com');
    const { body } = await flow(app, await begunBy('secret@example.com'));

    expect(JSON.stringify(body)).not.toMatch(/token|password|hash|secret":/i);
  });

  describe('400 Bad Request', () => {
    it('when there is no such flow', async () => {
      expect(await flow(app, 'made-up')).toEqual(errors.flow);
    });

    it('when its time is up', async () => {
      await stranger(app, 'late@example.com');
      const flowId = await begunBy('late@example.com');
      app.clock.advance(TEN_MINUTES_SECONDS - 1);
      expect(await flow(app, flowId)).toMatchObject({ status: 200 });

      app.clock.advance(1);

      expect(await flow(app, flowId)).toEqual(errors.flow);
    });

    it.each(['\u0000', 'a\nb', 'caf\u00E9', 'two words', 'x'.repeat(7000)])(
      'when the id is %.20j, which is none',
      async (id) => {
        const expected = /^x+$/.test(id) ? errors.flow : errors.badRequest('flowId must be a token');

        expect(await flow(app, id)).toEqual(expected);
      },
    );

    it.each(['__proto__', 'constructor', "' OR 1=1 --", '%'])('when the id is %j', async (id) => {
      const expected = id.includes(' ') ? errors.badRequest('flowId must be a token') : errors.flow;

      expect(await flow(app, id)).toEqual(expected);
    });

    it('when the id cannot be decoded', async () => {
      expect(answerOf(await app.send('GET', '/api/auth/flow/%zz'))).toEqual(errors.unreadable);
    });
  });

  it('is not begun by a wrong password', async () => {
    await stranger(app, 'guessed@example.com');

    expect(await login(app, 'guessed@example.com', 'not the password')).toEqual(errors.credentials);
  });
});
