import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { dataSourceOptions, migrationOptions, type Schema, sqliteLockOptions } from './data-source-options.js';
import type { DatabaseConfig } from './database.config.js';
import { outageIn } from './outage.js';

const LOOK_EVERY_MS = 50;

type SchemaWork<T> = (source: DataSource) => Promise<T>;

const logger = new Logger('Migrations');

/**
 * Brings the schema up to date. Of several processes that start at once one does it, and the others wait
 * and find it done. The lock is a lock of the database, on a connection: a process that dies lets go of it
 * however it dies.
 */
export async function migrate(config: DatabaseConfig, schema: Schema): Promise<void> {
  await whileAlone(config, schema, (source) => source.runMigrations());
}

/** Does what changes the schema, while no other process does. */
export function whileAlone<T>(config: DatabaseConfig, schema: Schema, work: SchemaWork<T>): Promise<T> {
  return config.postgresUrl ? onPostgres(config, schema, work) : onSqlite(config, schema, work);
}

async function onPostgres<T>(config: DatabaseConfig, schema: Schema, work: SchemaWork<T>): Promise<T> {
  const source = await new DataSource(migrationOptions(config, schema)).initialize();
  const guard = source.createQueryRunner();
  try {
    // The lease: a machine that is gone without a word is given up after half a minute, not after two hours.
    await guard.query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4');
    await untilHeld(() => isFree(guard));
    return await work(source);
  } finally {
    await guard.release();
    await source.destroy();
  }
}

async function onSqlite<T>(config: DatabaseConfig, schema: Schema, work: SchemaWork<T>): Promise<T> {
  return whileLocked(config, async () => {
    const source = await new DataSource(dataSourceOptions(config, schema)).initialize();
    return work(source).finally(() => source.destroy());
  });
}

/** Held on a file beside the embedded database: SQLite locks the database itself for each migration anew. */
export async function whileLocked<T>(config: DatabaseConfig, work: () => Promise<T>): Promise<T> {
  const lock = await new DataSource(sqliteLockOptions(config)).initialize();
  try {
    await untilHeld(() => isUnlocked(lock));
    return await work();
  } finally {
    await lock.destroy();
  }
}

async function untilHeld(tryToHold: () => Promise<boolean>): Promise<void> {
  if (await tryToHold()) return;
  logger.log('Another process is migrating the database; waiting for it');
  while (!(await tryToHold())) await sleep(LOOK_EVERY_MS);
}

async function isFree(guard: QueryRunner): Promise<boolean> {
  const answers: unknown = await guard.query("SELECT pg_try_advisory_lock(hashtextextended('migrations', 0)) AS held");
  return (answers as [{ readonly held: boolean }])[0].held;
}

async function isUnlocked(lock: DataSource): Promise<boolean> {
  try {
    await lock.query('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (outageIn(error)?.kind === 'busy') return false;
    throw error;
  }
}
