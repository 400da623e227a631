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
    return { ...shared, type: 'postgres', url: config.postgresUrl, poolSize: config.poolSize };
  }
  return { ...shared, ...sqlite(config.sqliteFile), prepareDatabase: makeDurable };
}

/** A second SQLite connection that sees what is committed and cannot write. */
export function readOnlyDataSourceOptions(config: DatabaseConfig, schema: Schema): DataSourceOptions {
  const { entities } = schema;
  return {
    entities,
    namingStrategy: new SnakeCaseColumns(),
    ...sqlite(config.sqliteFile),
    prepareDatabase: makeReadOnly,
  };
}

function sqlite(database: string) {
  return { type: 'better-sqlite3', database, enableWAL: true, timeout: BUSY_TIMEOUT_MS } as const;
}

/** `FULL`: a commit that was answered survives a power cut, not only a crash (sqlite.org/pragma.html). */
function makeDurable(connection: SqliteConnection): void {
  connection.pragma('synchronous = FULL');
}

function makeReadOnly(connection: SqliteConnection): void {
  connection.pragma('query_only = ON');
}
