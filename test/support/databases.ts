import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Random } from '#platform/random';

/** An empty database of its own: the variables that lead the service to it, and the way to be rid of it. */
export interface TestDatabase {
  readonly environment: { readonly DATA_DIR: string; readonly DATABASE_URL?: string };
  drop(): Promise<void>;
}

type Engine = readonly [name: string, createDatabase: () => Promise<TestDatabase>];

const POSTGRES_URL = process.env.TEST_POSTGRES_URL;

/** The engines to be had: SQLite always, PostgreSQL where `TEST_POSTGRES_URL` names a server. */
export const ENGINES: readonly Engine[] = [
  ['SQLite', onSqlite],
  ...(POSTGRES_URL ? [['PostgreSQL', () => onPostgres(POSTGRES_URL)] as const] : []),
];

/** On PostgreSQL where that is to be had, else on SQLite. */
export function createTestDatabase(): Promise<TestDatabase> {
  return POSTGRES_URL ? onPostgres(POSTGRES_URL) : onSqlite();
}

async function onSqlite(): Promise<TestDatabase> {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'rosetta-test-'));
  return { environment: { DATA_DIR }, drop: async () => rmSync(DATA_DIR, { recursive: true }) };
}

async function onPostgres(serverUrl: string): Promise<TestDatabase> {
  const { environment, drop } = await onSqlite();
  const name = `rosetta_test_${new Random().bytes(8).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await ask(serverUrl, `CREATE DATABASE ${name}`);
  return {
    environment: { ...environment, DATABASE_URL: url.href },
    drop: async () => {
      await ask(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      await drop();
    },
  };
}

async function ask(url: string, sql: string): Promise<void> {
  const server = await new DataSource({ type: 'postgres', url }).initialize();
  await server.query(sql).finally(() => server.destroy());
}
