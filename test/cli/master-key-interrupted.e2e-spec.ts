import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { type ClientCredentials, ClientsModule, ClientsService } from '#core/clients';
import { schema } from '#core/schema';
import { MasterKeyMismatch } from '#platform/crypto';
import { dataSourceOptions } from '#platform/database';
import { Random } from '#platform/random';
import { CommandLine } from '../support/command-line.js';
import { type Core, startCore } from '../support/core-fixture.js';
import { configOf, createTestDatabase, type TestDatabase } from '../support/databases.js';

/** Three times as many as are sealed anew in one transaction, and a few. */
const CLIENTS = 330;

/** A database so slow that each value takes it hundredths of a second: a change of all of them takes some seconds. */
const SLOWLY = {
  'better-sqlite3': [
    `CREATE TRIGGER slowly AFTER UPDATE ON clients BEGIN
      SELECT count(*) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000) SELECT x FROM n);
    END`,
  ],
  postgres: [
    `CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END $$`,
    'CREATE TRIGGER slowly AFTER UPDATE ON clients FOR EACH ROW EXECUTE FUNCTION slowly()',
  ],
};
const QUICKLY = {
  'better-sqlite3': ['DROP TRIGGER slowly'],
  postgres: ['DROP TRIGGER slowly ON clients', 'DROP FUNCTION slowly'],
};

const OLD = new Random().bytes(32).toString('base64');

let database: TestDatabase;
let source: DataSource;
let rosetta: CommandLine;

const startUnder = (MASTER_KEY: string) =>
  startCore([ClientsModule], { files: { ...database, drop: async () => undefined }, environment: { MASTER_KEY } });

async function changeAll(statements: typeof SLOWLY | typeof QUICKLY): Promise<void> {
  for (const statement of statements[source.options.type as keyof typeof SLOWLY]) await source.query(statement);
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
    await changeAll(SLOWLY);
    const change = rosetta.start('master-key', 'change', 'new.key');
    const ended = once(change, 'exit');
    while ((await left()) === CLIENTS && change.exitCode === null) await wait(20);
    change.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    const rest = await left();
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThan(CLIENTS);
    await changeAll(QUICKLY);

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
