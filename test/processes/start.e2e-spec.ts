import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { dataSourceOptions } from '#platform/database';
import { configOf, createEmptyDatabase, type TestDatabase } from '../support/databases.js';
import { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

const HOLDER = join(import.meta.dirname, 'hold-migrations.mjs');

describe('processes that start on a new database', () => {
  let database: TestDatabase;
  let started: ServiceProcess[];

  beforeEach(async () => {
    database = await createEmptyDatabase();
    started = [];
  });

  afterEach(async () => {
    await Promise.all(started.map((service) => service.stop()));
    await database.drop();
  });

  const startBeside = async (environment = {}) => {
    const service = await ServiceProcess.start(environment, { database, isLeftToLaunch: true });
    started.push(service);
    return service;
  };

  const migrationsDone = async () => {
    const source = await new DataSource(dataSourceOptions(configOf(database.environment), schema)).initialize();
    const rows: { name: string }[] = await source.query('SELECT name FROM migrations ORDER BY id');
    await source.destroy();
    return rows.map(({ name }) => name);
  };

  it('migrate it once, five of them at the same moment, and all serve', async () => {
    for (let count = 0; count < 5; count++) await startBeside();
    await Promise.all(started.map((service) => service.launch()));

    const statuses = await Promise.all(started.map(async ({ url }) => (await fetch(`${url}/health/ready`)).status));
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect(await migrationsDone()).toEqual(schema.migrations.map(({ name }) => name));
  });

  it('wait for the one that migrates, and not for its ghost when it is killed', async () => {
    const holder = spawn(process.execPath, [HOLDER], {
      env: { ...database.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    const service = await startBeside({ LOG_LEVEL: 'info' });
    const serving = service.launch();
    await until(() => service.printed.includes('Another process is migrating'), 'the service waits');
    expect(await migrationsDone().catch(() => 'no table')).toBe('no table');

    holder.kill('SIGKILL');

    await serving;
    expect(await migrationsDone()).toHaveLength(schema.migrations.length);
  });
});
