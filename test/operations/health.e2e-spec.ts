import { jest } from '@jest/globals';
import { Database } from '#platform/database';
import { SigningKeysService } from '#core/tokens';
import { Readiness } from '../../apps/identity/src/operations/readiness.js';
import { answerOf } from '../support/answer.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const UP = { status: 'up', responseTime: expect.any(Number) as number };
const DOWN = { status: 'down', message: 'see the log', responseTime: expect.any(Number) as number };

describe('health', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => app.close());

  it('GET /health/live says that the process answers', async () => {
    const reply = await app.send('GET', '/health/live');

    expect(answerOf(reply)).toEqual({ status: 200, body: { status: 'ok' } });
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  it('GET /health/ready says what it looked at', async () => {
    const looked = { database: UP, migrations: UP, keys: UP };

    expect(answerOf(await app.send('GET', '/health/ready'))).toEqual({
      status: 200,
      body: { status: 'ok', info: looked, error: {}, details: looked },
    });
  });

  it('is not ready while the database does not answer, alive all the same, and ready again after', async () => {
    const manager = jest.spyOn(app.nest.get(Database), 'manager', 'get').mockImplementation(() => {
      throw new Error('connection refused at db.internal:5432');
    });
    const down = await app.send('GET', '/health/ready');
    const live = await app.send('GET', '/health/live');
    manager.mockRestore();

    expect(answerOf(down)).toEqual({
      status: 503,
      body: {
        status: 'error',
        info: { migrations: UP, keys: UP },
        error: { database: DOWN },
        details: { database: DOWN, migrations: UP, keys: UP },
      },
    });
    expect(live.status).toBe(200);
    expect((await app.send('GET', '/health/ready')).status).toBe(200);
  });

  it('is not ready on a schema that lacks a migration, and does not mind one that a later release added', async () => {
    const database = app.nest.get(Database);
    const rename = (from: string, to: string) =>
      database.transaction(() => database.manager.query(`UPDATE migrations SET name = '${to}' WHERE name = '${from}'`));
    const [last] = await database.manager.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id DESC');
    const name = last?.name ?? '';

    await database.transaction(() =>
      database.manager.query("INSERT INTO migrations (timestamp, name) VALUES (9, 'Later9')"),
    );
    const withMore = await app.send('GET', '/health/ready');
    await rename(name, 'Forgotten1');
    const withLess = await app.send('GET', '/health/ready');
    await rename('Forgotten1', name);
    await database.transaction(() => database.manager.query("DELETE FROM migrations WHERE name = 'Later9'"));

    expect(withMore.status).toBe(200);
    expect(answerOf(withLess)).toMatchObject({ status: 503, body: { error: { migrations: DOWN } } });
  });

  it('is not ready without a key to sign with', async () => {
    jest.spyOn(app.nest.get(SigningKeysService), 'current').mockRejectedValue(new Error('There is no signing key'));

    expect(answerOf(await app.send('GET', '/health/ready'))).toMatchObject({
      status: 503,
      body: { error: { keys: DOWN } },
    });
  });

  it('is not ready any more once it is to stop, and serves on', async () => {
    const stopping = await startTestApp();
    stopping.nest.get(Readiness).turnAway();

    expect(answerOf(await stopping.send('GET', '/health/ready'))).toEqual({
      status: 503,
      body: { status: 'shutting_down', info: {}, error: {}, details: {} },
    });
    expect((await stopping.send('GET', '/.well-known/jwks.json')).status).toBe(200);
    await stopping.close();
  });
});
