import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { DatabaseConfig } from '#platform/database';
import { Random } from '#platform/random';

/** An empty database of its own, and the way to be rid of it. */
export interface TestDatabase {
  readonly config: DatabaseConfig;
  drop(): Promise<void>;
}

/** How to make an empty database, by engine: SQLite always, PostgreSQL where `TEST_POSTGRES_URL` names a server. */
export const ENGINES: readonly (readonly [string, () => Promise<TestDatabase>])[] = [
  ['SQLite', onSqlite],
  ...postgresEngines(process.env['TEST_POSTGRES_URL']),
];

function postgresEngines(url: string | undefined) {
  return url ? [['PostgreSQL', () => onPostgres(url)] as const] : [];
}

async function onSqlite(): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'rosetta-test-'));
  return {
    config: { postgresUrl: undefined, poolSize: 1, sqliteFile: join(directory, 'test.db') },
    drop: async () => rmSync(directory, { recursive: true }),
  };
}

async function onPostgres(serverUrl: string): Promise<TestDatabase> {
  const name = `rosetta_test_${new Random().bytes(8).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await ask(serverUrl, `CREATE DATABASE ${name}`);
  return {
    config: { postgresUrl: url.href, poolSize: 4, sqliteFile: '' },
    drop: () => ask(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function ask(url: string, sql: string): Promise<void> {
  const server = await new DataSource({ type: 'postgres', url }).initialize();
  await server.query(sql).finally(() => server.destroy());
}
