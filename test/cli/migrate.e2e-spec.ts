import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { readConfiguration } from '#platform/config';
import { type DatabaseConfig, databaseSection, dataSourceOptions } from '#platform/database';
import { CommandLine, done, failed, failedAsJson } from '../support/command-line.js';
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/databases.js';
import { inThisProcess } from '../support/in-this-process.js';

const NAMES = schema.migrations.map(({ name }) => name);
const NEWEST = NAMES.at(-1) ?? '';
const BEFORE = NAMES.at(-2) ?? '';
const WIDTH = 'pending'.length;

const line = (state: string) => (name: string) => `${state.padEnd(WIDTH)}  ${name}`;

const statusOf = (lines: readonly string[], pending: number) =>
  done(
    ['STATE    MIGRATION', ...lines, '', `${pending} pending.`]
      .join('\n')
      .replace(/^STATE {4}/, pending ? 'STATE    ' : 'STATE  '),
  );

interface Plan {
  readonly engine: string;
  readonly migrations: readonly { readonly name: string; readonly statements: readonly string[] }[];
}

const commandsOn = ({ environment }: TestDatabase) => new CommandLine(environment.DATA_DIR, environment, inThisProcess);

async function asked<T>({ environment }: TestDatabase, work: (source: DataSource) => Promise<T>): Promise<T> {
  const config = readConfiguration([databaseSection], environment).get(databaseSection.token) as DatabaseConfig;
  const source = await new DataSource(dataSourceOptions(config, schema)).initialize();
  return work(source).finally(() => source.destroy());
}

/** The engines list what they have in an order of their own. */
const byName = (one: { name?: string | undefined }, other: { name?: string | undefined }) =>
  (one.name ?? '').localeCompare(other.name ?? '');

function structureOf(database: TestDatabase) {
  return asked(database, async (source) => {
    const runner = source.createQueryRunner();
    const tables = await runner.getTables(source.entityMetadatas.map(({ tableName }) => tableName));
    await runner.release();
    const shapes = tables.map(({ name, columns, indices, foreignKeys }) => ({
      name,
      columns: columns.sort(byName),
      indices: indices.sort(byName),
      foreignKeys: foreignKeys.sort(byName),
    }));
    return shapes.sort(byName);
  });
}

describe.each(ENGINES)('rosetta migrate on %s', (engine, createDatabase) => {
  let database: TestDatabase;
  let rosetta: CommandLine;

  beforeAll(async () => {
    database = await createDatabase();
    rosetta = commandsOn(database);
  });

  afterAll(() => database.drop());

  const file = () => join(database.environment.DATA_DIR, 'rosetta.db');

  const ask = <T>(work: (source: DataSource) => Promise<T>) => asked(database, work);

  async function structureOfMigrated() {
    const other = await createDatabase();
    await commandsOn(other).run('migrate', 'up');
    return structureOf(other).finally(() => other.drop());
  }

  it('plans everything where there is nothing yet, and makes nothing', async () => {
    const { engine: named, migrations } = await rosetta.json<Plan>('migrate', 'plan');
    expect(named).toBe(engine === 'SQLite' ? 'sqlite' : 'postgres');
    expect(migrations.map(({ name }) => name)).toEqual(NAMES);
    expect(await rosetta.json('migrate', 'status')).toEqual({
      pending: NAMES.length,
      migrations: NAMES.map((name) => ({ name, state: 'pending' })),
    });
    expect(existsSync(file())).toBe(false);
  });

  it('plans the very SQL: run by hand it leaves nothing to migrate', async () => {
    const plan = await rosetta.asProcess().run('migrate', 'plan');
    expect(plan).toMatchObject({ exitCode: 0, stderr: '' });
    const statements = plan.stdout.split('\n').filter((text) => text !== '' && !text.startsWith('-- '));
    await ask(async (source) => {
      for (const statement of statements) await source.query(statement.replace(/;$/, ''));
    });
    expect(await structureOf(database)).toEqual(await structureOfMigrated());
    expect(await rosetta.run('migrate', 'status')).toEqual(
      statusOf(
        NAMES.map(line('done')).map((text) => text.replace(/^done {3}/, 'done ')),
        0,
      ),
    );
    expect(await rosetta.run('migrate', 'up')).toEqual(done('Nothing was pending.'));
    expect(await rosetta.run('migrate', 'plan')).toEqual(done('-- Nothing is pending.'));
  });

  it('takes the newest back, plans it again without changing anything, and runs it again', async () => {
    expect(await rosetta.asProcess().run('migrate', 'down')).toEqual(done(`Took back ${NEWEST}.`));
    const status = {
      pending: 1,
      migrations: NAMES.map((name) => ({ name, state: name === NEWEST ? 'pending' : 'done' })),
    };
    expect(await rosetta.json('migrate', 'status')).toEqual(status);
    const { migrations } = await rosetta.json<Plan>('migrate', 'plan');
    expect(migrations.map(({ name }) => name)).toEqual([NEWEST]);
    expect(await rosetta.json('migrate', 'status')).toEqual(status);
    expect(await rosetta.json('migrate', 'up')).toEqual({ migrated: [NEWEST] });
    expect(await rosetta.json('migrate', 'down', '--steps', '2')).toEqual({ reverted: [NEWEST, BEFORE] });
    expect(await rosetta.run('migrate', 'up')).toEqual(done(`Migrated ${BEFORE}.\nMigrated ${NEWEST}.`));
  });

  it('keeps what refers to a table that a step back rebuilds', async () => {
    const insert = (table: string, row: Record<string, unknown>) =>
      ask((source) => source.createQueryBuilder().insert().into(table).values(row).execute());
    const moment = new Date(0);
    const about = { id: 'o', name: 'O', slug: 'o', settings: {}, createdAt: moment, updatedAt: moment };
    await insert('Organization', { ...about, description: null, avatarUrl: null, deletedAt: null });
    const domain = {
      id: 'd',
      organizationId: 'o',
      name: 'o.example',
      verifiedName: null,
      challenge: 'c',
      autoJoin: 'off',
    };
    await insert('OrganizationDomain', { ...domain, createdAt: moment, verifiedAt: null });
    await rosetta.run('migrate', 'down', '--steps', '2');
    expect(await ask((source) => source.query('SELECT id FROM organization_domains'))).toEqual([{ id: 'd' }]);
    await rosetta.run('migrate', 'up');
  });

  it('refuses to go back where the database was made by another release', async () => {
    await ask((source) => source.query(`INSERT INTO migrations (timestamp, name) VALUES (9999, 'FromTheFuture9999')`));
    const message = 'This release does not have the migration FromTheFuture9999.';
    const fix = 'Run the command with the release that made it.';
    expect(await rosetta.asProcess().run('migrate', 'down')).toEqual(failed(1, `${message} ${fix}`));
    expect(await rosetta.run('migrate', 'down', '--json')).toEqual(
      failedAsJson(1, { code: 'migration_unknown', message, fix }),
    );
    const { migrations } = await rosetta.json<{ migrations: unknown[] }>('migrate', 'status');
    expect(migrations.at(-1)).toEqual({ name: 'FromTheFuture9999', state: 'unknown' });
    await ask((source) => source.query(`DELETE FROM migrations WHERE timestamp = 9999`));
  });

  it('has nothing to take back in the end', async () => {
    const { reverted } = await rosetta.json<{ reverted: string[] }>('migrate', 'down', '--steps', '9999');
    expect(reverted).toEqual([...NAMES].reverse());
    expect(await rosetta.run('migrate', 'down')).toEqual(
      failed(1, 'The database has seen no migration that could be taken back.'),
    );
  });

  it.each(['0', '-1', '1.5', 'all', '99999'])('takes no %s for a number of steps', async (steps) => {
    const { exitCode, stdout, stderr } = await rosetta.run('migrate', 'down', `--steps=${steps}`);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `Option '--steps <count>' argument '${steps}' is invalid. It has to be a whole number from 1 to 9999. Add --help to see how it is written.\n`,
    );
  });
});

describe('rosetta migrate without a database to be reached', () => {
  it.each(['status', 'plan', 'up', 'down'])('ends %s with 2', async (command) => {
    const rosetta = new CommandLine('.', { DATABASE_URL: 'postgres://rosetta@127.0.0.1:1/rosetta' }, inThisProcess);
    const fix = 'See that it runs and that DATABASE_URL or DATA_DIR lead to it.';
    expect(await rosetta.run('migrate', command)).toEqual(failed(2, `Connect ECONNREFUSED 127.0.0.1:1. ${fix}`));
  });
});

describe('rosetta migrate on a database in use', () => {
  it('takes nothing back that would lose its keys', async () => {
    const database = await createTestDatabase();
    const rosetta = commandsOn(database);
    await rosetta.run('key', 'rotate');
    const sentence =
      'Taking it back would lose the keys of this database. See how far it came: rosetta migrate status.';
    expect(await rosetta.run('migrate', 'down', '--steps', '9999')).toEqual(failed(1, sentence));
    const newer = NAMES.length - 1 - NAMES.findIndex((name) => name.startsWith('CreateDataKeys'));
    expect(await rosetta.json('migrate', 'status')).toMatchObject({ pending: newer });
    await database.drop();
  });
});
