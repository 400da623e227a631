import { readFileSync } from 'node:fs';
import type { Type } from '@nestjs/common';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseConfig } from './database.config.js';
import { SnakeCaseColumns } from './naming.js';

/** The tables of the service, as the layer above lists them. */
export interface Schema {
  readonly entities: Type[];
  readonly migrations: Type[];
}

export const SCHEMA = Symbol('database:schema');

const BUSY_TIMEOUT_MS = 5000;
const SILENCE_MS = 2000;
/** 16 MB of log, in place of the 4 of SQLite's default. */
const CHECKPOINT_PAGES = 4000;

/** Minimal face of the driver's connection that is needed to set it up. */
interface SqliteConnection {
  pragma(statement: string): unknown;
}

/** How to reach the configured database for reading and writing. The schema is never synchronised. */
export function dataSourceOptions(config: DatabaseConfig, schema: Schema): DataSourceOptions {
  const shared = {
    ...schema,
    namingStrategy: new SnakeCaseColumns(),
    synchronize: false,
    migrationsTransactionMode: 'each' as const,
  };
  if (config.postgresUrl) {
    return { ...shared, ...postgres(config, config.postgresUrl), poolSize: config.poolSize, extra: bounds(config) };
  }
  return { ...shared, ...sqlite(config.sqliteFile), prepareDatabase: prepareForWriting };
}

/**
 * A way to PostgreSQL for what happens once, at the start: as long as it takes, over two connections, of which one
 * guards the other.
 */
export function migrationOptions(config: DatabaseConfig, schema: Schema): DataSourceOptions {
  const { postgresUrl: url = '' } = config;
  const unhurried = { ...dataSourceOptions(config, schema), ...postgres(config, url), poolSize: 2 };
  return { ...unhurried, extra: { keepAlive: true } } as DataSourceOptions;
}

/** A connection that sees what is committed and cannot write. */
export function readOnlyDataSourceOptions(config: DatabaseConfig, schema: Schema): DataSourceOptions {
  const { entities } = schema;
  if (config.postgresUrl) {
    const extra = { ...bounds(config), options: '-c default_transaction_read_only=on' };
    return { ...dataSourceOptions(config, schema), extra };
  }
  return {
    entities,
    namingStrategy: new SnakeCaseColumns(),
    ...sqlite(config.sqliteFile),
    prepareDatabase: makeReadOnly,
  };
}

/** A file of its own that only locks are taken on, and never waited for: waiting would hold up this process, too. */
export function sqliteLockOptions({ sqliteFile }: DatabaseConfig): DataSourceOptions {
  return { type: 'better-sqlite3', database: `${sqliteFile}.lock`, timeout: 0 };
}

function postgres(config: DatabaseConfig, url: string) {
  const address = new URL(url);
  address.searchParams.delete('sslmode');
  const connectTimeoutMS = config.connectTimeoutSeconds * 1000;
  return { type: 'postgres', url: address.href, ssl: tls(config), connectTimeoutMS } as const;
}

function tls({ tls: mode, caFile }: DatabaseConfig) {
  if (mode === 'disable') return false;
  return { rejectUnauthorized: mode === 'verify-full', ...(caFile && { ca: readFileSync(caFile, 'utf8') }) };
}

/** What PostgreSQL ends by itself, and a little later, in case it has gone silent, the driver. */
function bounds(config: DatabaseConfig) {
  const statementMs = config.statementTimeoutSeconds * 1000;
  return {
    application_name: 'rosetta',
    // Never none: by its connections a process that is idle is known to run.
    min: 1,
    keepAlive: true,
    // Statements that need not wait for each other's answers are sent together.
    pipeline: true,
    lock_timeout: config.lockTimeoutSeconds * 1000,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: config.idleTimeoutSeconds * 1000,
    query_timeout: statementMs + SILENCE_MS,
  };
}

function sqlite(database: string) {
  return { type: 'better-sqlite3', database, enableWAL: true, timeout: BUSY_TIMEOUT_MS } as const;
}

/**
 * `FULL`: a commit survives a power cut, not only a crash (sqlite.org/pragma.html). So do migrations commit; the service
 * does what that adds by a `WriteAheadLog`, as durably. How often the log is brought into the database changes nothing about
 * that; each time waits for the disk as a commit does.
 */
function prepareForWriting(connection: SqliteConnection): void {
  connection.pragma('synchronous = FULL');
  connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
}

function makeReadOnly(connection: SqliteConnection): void {
  connection.pragma('query_only = ON');
}
