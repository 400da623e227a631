import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { type Environment, readConfiguration } from '#platform/config';
import { type DatabaseConfig, databaseSection, dataSourceOptions } from '#platform/database';
import { Random } from '#platform/random';

/** An empty database of its own: the variables that lead the service to it, and the way to be rid of it. */
export interface TestDatabase {
  readonly environment: Readonly<Record<string, string>> & {
    readonly DATA_DIR: string;
    readonly DATABASE_URL?: string;
  };
  drop(): Promise<void>;
}

type Engine = readonly [name: string, createDatabase: () => Promise<TestDatabase>];

const POSTGRES_URL = process.env.TEST_POSTGRES_URL;

/** For what the files of one run share. */
const SHARED_DIR = process.env.TEST_SHARED_DIR;

/** The engines to be had: SQLite always, PostgreSQL where `TEST_POSTGRES_URL` names a server. */
export const ENGINES: readonly Engine[] = [
  ['SQLite', createSqliteDatabase],
  ...(POSTGRES_URL ? [['PostgreSQL', () => createPostgresDatabase(POSTGRES_URL)] as const] : []),
];

/** What the service calls the engine of {@link createTestDatabase}. */
export const ENGINE = POSTGRES_URL ? 'PostgreSQL' : 'SQLite';

/** Migrated already; on PostgreSQL where that is to be had, else on SQLite. */
export function createTestDatabase(): Promise<TestDatabase> {
  return POSTGRES_URL ? createPostgresDatabase(POSTGRES_URL, migratedTemplate) : createMigratedSqliteDatabase();
}

/** The same without a table in it. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return POSTGRES_URL ? createPostgresDatabase(POSTGRES_URL) : createSqliteDatabase();
}

/** The configuration of the database to which those variables lead. */
export function configOf(environment: Environment): DatabaseConfig {
  return readConfiguration([databaseSection], environment).get(databaseSection.token) as DatabaseConfig;
}

export async function createSqliteDatabase(): Promise<TestDatabase> {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'rosetta-test-'));
  return { environment: { DATA_DIR }, drop: async () => rmSync(DATA_DIR, { recursive: true }) };
}

async function createMigratedSqliteDatabase(): Promise<TestDatabase> {
  const database = await createSqliteDatabase();
  copyFileSync(await migratedFile(), configOf(database.environment).sqliteFile);
  return database;
}

/** Made once a run, by whichever test needs it first. One that is half-made is not taken for whole. */
async function migratedFile(): Promise<string> {
  if (SHARED_DIR === undefined) throw new Error('TEST_SHARED_DIR is missing, which Jest sets');
  const file = join(SHARED_DIR, 'migrated.db');
  if (existsSync(file)) return file;
  const draft = configOf({ DATA_DIR: mkdtempSync(join(SHARED_DIR, 'draft-')) });
  await migrate(draft);
  renameSync(draft.sqliteFile, file);
  return file;
}

async function migrate(config: DatabaseConfig): Promise<void> {
  const source = await new DataSource(dataSourceOptions(config, schema)).initialize();
  await source.runMigrations().finally(() => source.destroy());
}

type Template = (serverUrl: string) => Promise<string>;

const emptyTemplate: Template = () => Promise.resolve('template0');

/** A machine that tests and server share may be slow to give fifty at once their turn on a connection. */
const PATIENCE = { DATABASE_CONNECT_TIMEOUT: '60s' };

export async function createPostgresDatabase(serverUrl: string, template = emptyTemplate): Promise<TestDatabase> {
  const { environment, drop } = await createSqliteDatabase();
  const name = `rosetta_test_${new Random().bytes(8).toString('hex')}`;
  await ask(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${await template(serverUrl)}`);
  return {
    environment: { ...environment, ...PATIENCE, DATABASE_URL: urlOf(serverUrl, name) },
    drop: async () => {
      await ask(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      await drop();
    },
  };
}

let migrated: Promise<string> | undefined;

/** A database with every migration done, looked for once in a test file; copying it is much quicker. */
const migratedTemplate: Template = (serverUrl) => (migrated ??= findTemplate(serverUrl));

/** Made by whichever test needs it first. */
async function findTemplate(serverUrl: string): Promise<string> {
  const name = `rosetta_template_${schema.migrations.at(-1)?.name.toLowerCase() ?? ''}`;
  const server = await new DataSource({ type: 'postgres', url: serverUrl, poolSize: 1 }).initialize();
  try {
    await server.query("SELECT pg_advisory_lock(hashtextextended('template', 0))");
    const found: unknown[] = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.length === 0) await makeTemplate(server, urlOf(serverUrl, name), name);
  } finally {
    await server.destroy();
  }
  return name;
}

/** Renamed when it is done: one that was left half-made is not taken for whole. */
async function makeTemplate(server: DataSource, url: string, name: string): Promise<void> {
  const draft = `${name}_draft`;
  await server.query(`DROP DATABASE IF EXISTS ${draft}`);
  await server.query(`CREATE DATABASE ${draft} TEMPLATE template0`);
  await migrate(configOf({ DATABASE_URL: urlOf(url, draft) }));
  await server.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
}

function urlOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function ask(url: string, statement: string): Promise<void> {
  const server = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
  await server.query(statement).finally(() => server.destroy());
}
