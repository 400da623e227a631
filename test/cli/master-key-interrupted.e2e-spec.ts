import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { type ClientCredentials, ClientsModule, ClientsService } from '#core/clients';
import { schema } from '#core/schema';
import { MasterKeyMismatch } from '#platform/crypto';
import { dataSourceOptions } from '#platform/database';
import { Random } from '#platform/random';
import { CommandLine } from '../support/command-line.js';
import { type Core, startCore } from '../support/core-fixture.js';
import { configOf, createTestDatabase, type TestDatabase } from '../support/databases.js';
import { until } from '../support/until.js';

/** Three times as many as are sealed anew in one transaction, and a few. */
const CLIENTS = 330;

/** Whoever seals anew so many, in the second transaction that is, gets no further. */
const STUMBLES_AFTER = 150;
const RENEWED = "(SELECT count(*) FROM clients WHERE sealed_secret NOT LIKE 'v1.%')";
const STUMBLING_BLOCK = {
  'better-sqlite3': [
    `CREATE TRIGGER stumble AFTER UPDATE ON clients WHEN ${RENEWED} > ${STUMBLES_AFTER} BEGIN
      SELECT count(*) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n);
    END`,
  ],
  postgres: [
    `CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF ${RENEWED} > ${STUMBLES_AFTER} THEN PERFORM pg_sleep(600); END IF; RETURN NULL; END $$`,
    'CREATE TRIGGER stumble AFTER UPDATE ON clients FOR EACH ROW EXECUTE FUNCTION stumble()',
  ],
};
/** PostgreSQL goes on with what it was asked to do by somebody who is dead. */
const WAY_CLEARED = {
  'better-sqlite3': ['DROP TRIGGER stumble'],
  postgres: [
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    'DROP FUNCTION stumble CASCADE',
  ],
};

const OLD = new Random().bytes(32).toString('base64');

let database: TestDatabase;
let source: DataSource;
let rosetta: CommandLine;

const startUnder = (MASTER_KEY: string) =>
  startCore([ClientsModule], { files: { ...database, drop: async () => undefined }, environment: { MASTER_KEY } });

async function all(statements: typeof STUMBLING_BLOCK): Promise<void> {
  for (const statement of statements[source.options.type as keyof typeof STUMBLING_BLOCK])
    await source.query(statement);
}

/** How many client secrets are sealed as they were before the change. */
async function left(): Promise<number> {
  const [row] = await source.query<{ count: number | string }[]>(
    "SELECT count(*) AS count FROM clients WHERE sealed_secret LIKE 'v1.%'",
  );
  return Number(row?.count);
}

async function secretsOf(core: Core, userIds: readonly string[]): Promise<ClientCredentials[]> {
  const found: ClientCredentials[] = [];
  for (const userId of userIds) found.push(await core.get(ClientsService).credentialsOf(userId));
  return found;
}

beforeAll(async () => {
  database = await createTestDatabase();
  rosetta = new CommandLine(database.environment.DATA_DIR, { ...database.environment, MASTER_KEY: OLD });
  source = new DataSource(dataSourceOptions(configOf(database.environment), schema));
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

describe('rosetta master-key change, killed in the middle', () => {
  it('goes on when it is run again: all is readable under the new key, and nothing under the old one', async () => {
    const before = await startUnder(OLD);
    const users = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, number) => (await before.addUser(`user-${number}`)).id),
    );
    const secrets = await secretsOf(before, users);
    await before.close();

    await source.initialize();
    await all(STUMBLING_BLOCK);
    const change = rosetta.start('master-key', 'change', 'new.key');
    const ended = once(change, 'exit');
    await until(async () => (await left()) < CLIENTS || change.exitCode !== null, 'some are sealed anew');
    change.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    await all(WAY_CLEARED);
    const rest = await left();
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThan(CLIENTS);

    await expect(startUnder(OLD)).rejects.toThrow(MasterKeyMismatch);
    expect(await rosetta.json('master-key', 'change', 'new.key')).toEqual({
      isChanged: false,
      resealed: rest,
      unreadable: [],
    });
    expect(await left()).toBe(0);

    await expect(startUnder(OLD)).rejects.toThrow(MasterKeyMismatch);
    expect(await rosetta.run('audit', 'verify')).toMatchObject({ exitCode: 2, stdout: '' });
    const renewed = rosetta.with({ MASTER_KEY: '', MASTER_KEY_FILE: 'new.key' });
    expect(await renewed.run('audit', 'verify')).toMatchObject({ exitCode: 0 });
    const after = await startUnder(readFileSync(join(database.environment.DATA_DIR, 'new.key'), 'utf8').trim());
    expect(await secretsOf(after, users)).toEqual(secrets);
    await after.close();
  });
});
