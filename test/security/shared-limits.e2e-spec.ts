import { jest } from '@jest/globals';
import { PasswordsService } from '#core/passwords';
import { openAccount, PASSWORD } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/databases.js';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis-server.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const EMAIL = 'ada@example.com';
const MASTER_KEY = Buffer.alloc(32, 1).toString('base64');

describeWithRedis('two services over one Redis', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  let apps: readonly [TestApp, TestApp];

  beforeAll(async () => {
    redis = await startRedis();
    database = await createTestDatabase();
    const environment = { MASTER_KEY, LIMITS: 'strict', REDIS_URL: redis.url, REDIS_TIMEOUT_MS: '5000' };
    apps = [await startTestApp(environment, database), await startTestApp(environment, database)];
  });

  afterAll(async () => {
    for (const app of apps) await app.close();
    await redis.stop();
    await database.drop();
  });

  const logIn = (app: TestApp, email: string, password = 'a guess') =>
    app.send('POST', '/api/v3/auth/login', { json: { email, password } });

  it('judge ten guesses of forty, together', async () => {
    const judged = apps.map((app) => jest.spyOn(app.nest.get(PasswordsService), 'judge'));
    const guesses = Array.from({ length: 40 }, (_, index) =>
      logIn(apps[index % 2 === 0 ? 0 : 1], 'nobody@example.com'),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);

    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(judged.reduce((sum, { mock }) => sum + mock.calls.length, 0)).toBe(10);
  });

  it('go on without it: the owner gets in, the guesser gets no more, and the numbers tell', async () => {
    const [app] = apps;
    await openAccount(app, { name: EMAIL });
    await redis.kill();

    expect((await logIn(app, 'nobody@example.com')).status).toBe(429);
    expect((await logIn(app, EMAIL, PASSWORD)).status).toBe(200);
    const { body } = await app.send<string>('GET', '/metrics');
    expect(body).toMatch(/^rosetta_limits_shared 0$/m);
    expect(body).toMatch(/^rosetta_redis_outages 1$/m);
    expect(body).toMatch(/^rosetta_limits_hit_total\{action="sign-in",key="pair"\} \d+$/m);
  });
});
