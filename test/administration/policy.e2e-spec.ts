import { AccessTable } from '#edge';
import { apiKeyFor, ask, openDesk, problem } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Policy {
  readonly ways: readonly {
    readonly method: string;
    readonly path: string;
    readonly credential: string;
    readonly answers: readonly string[];
  }[];
}

describe('GET /admin/v1/policy', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('answers every way in, what it answers in each state, and the reasons where there is nothing to answer', async () => {
    const desk = await openDesk(app);

    const { status, body } = await desk.ask<Policy>('GET', '/policy');

    expect([status, body]).toEqual([
      200,
      {
        states: expect.arrayContaining(['unknown', 'disabled', 'rotated']),
        ways: expect.arrayContaining([
          {
            method: 'POST',
            path: '/api/v3/auth/login',
            credential: 'password',
            answers: ['401', '200', '401', '401', '200', '429', '200', '401', 'a', 'g', 'h'],
          },
          {
            method: 'GET',
            path: '/admin/v1/policy',
            credential: 'api_key',
            answers: ['401', 'in', 'j', 'j', 'j', 'j', 'j', 'j', 'j', '401', '401'],
          },
        ]),
        reasons: expect.objectContaining({ g: 'does not age' }),
      },
    ]);
    const ways = app.nest
      .get(AccessTable)
      .list()
      .flatMap(({ credentials = [] }) => credentials);
    expect(body.ways).toHaveLength(ways.length);
    expect(body.ways.filter(({ answers }) => answers.includes(''))).toEqual([]);
  });

  it('answers a key with the scope overview:read, and no other', async () => {
    const request = { method: 'GET', path: '/policy' };
    expect((await ask(app, await apiKeyFor(app, 'overview:read'), request)).status).toBe(200);

    expect(answerOf(await ask(app, await apiKeyFor(app, 'accounts:read'), request))).toEqual({
      status: 403,
      body: expect.objectContaining({ code: 'not_permitted', status: 403 }),
    });
  });

  it('answers 401 to nobody', async () => {
    expect(answerOf(await app.send('GET', '/admin/v1/policy'))).toMatchObject({
      status: 401,
      body: { ...problem(401, 'invalid_access_token', expect.any(String) as string) },
    });
  });
});
