import { existsSync } from 'node:fs';
import type { Schema } from '../data-source-options.js';
import type { DatabaseConfig } from '../database.config.js';
import { MoveRefused } from './move-refused.js';
import { withPostgres } from './postgres-side.js';
import { bringToSameSchema, mustBeUpToDate } from './same-schema.js';
import type { Side } from './side.js';
import { withSqlite } from './sqlite-side.js';
import { digestOf } from './table-digest.js';
import { layoutsOf, type TableLayout } from './table-layout.js';

/** Between the two databases that a configuration names. */
export type Direction = 'to-postgres' | 'to-sqlite';

export interface MovedTable {
  readonly table: string;
  /** In the end, on both sides. */
  readonly rows: number;
  /** Of these, what this run has carried over; the rest was there from one before. */
  readonly moved: number;
  /** Of all rows, the same on both sides: SHA-256 in hexadecimal. */
  readonly checksum: string;
}

interface Part {
  readonly table: TableLayout;
  /** How many rows the target has already: the first of the source's. */
  readonly there: number;
  readonly rows: number;
}

/**
 * Carries every row of every table over, and compares the whole afterwards. The service has to be stopped, and
 * cannot start meanwhile. The source is only read. The target must be empty, or hold what an earlier run has left
 * there: then it is taken up from there, and a run after the last changes nothing.
 *
 * @throws MoveRefused
 */
export async function moveDatabase(
  config: DatabaseConfig,
  schema: Schema,
  direction: Direction,
): Promise<readonly MovedTable[]> {
  if (config.postgresUrl === undefined) throw new MoveRefused('no_postgres', 'DATABASE_URL names no PostgreSQL');
  const embedded: DatabaseConfig = { ...config, postgresUrl: undefined };
  if (direction === 'to-postgres' && !existsSync(config.sqliteFile))
    throw new MoveRefused('no_source', `There is no database ${config.sqliteFile}`);
  // Whichever way it goes, the locks are taken in one order.
  return withSqlite(embedded, schema, (file) =>
    withPostgres(config, schema, (server) => (direction === 'to-postgres' ? move(file, server) : move(server, file))),
  );
}

async function move(from: Side, to: Side): Promise<MovedTable[]> {
  await mustBeUpToDate(from);
  const tables = await layoutsOf(from.source);
  await bringToSameSchema(to, tables);
  await from.holdStill(tables);
  const parts: Part[] = [];
  for (const table of tables) parts.push(await partOf(table, from, to));
  for (const part of parts) await carry(part, from, to);
  const moved: MovedTable[] = [];
  for (const part of parts) moved.push(await compared(part, from, to));
  return moved;
}

/** Everything is looked at before anything is written. */
async function partOf(table: TableLayout, from: Side, to: Side): Promise<Part> {
  const [rows, there] = [await from.count(table), await to.count(table)];
  const span = { from: 0, count: there };
  if (there > rows || (await digestOf(from, table, span)) !== (await digestOf(to, table, span))) {
    const message = `The ${to.name} database holds rows of ${table.name} that are not the first of those to be moved`;
    throw new MoveRefused('target_not_empty', message);
  }
  return { table, there, rows };
}

async function carry({ table, there, rows }: Part, from: Side, to: Side): Promise<void> {
  if (there === rows) return;
  for await (const batch of from.rows(table, { from: there, count: rows - there })) await to.insert(table, batch);
}

async function compared({ table, there, rows }: Part, from: Side, to: Side): Promise<MovedTable> {
  const count = await to.count(table);
  const span = { from: 0, count: Math.max(rows, count) };
  const checksum = await digestOf(from, table, span);
  if (count !== rows || (await digestOf(to, table, span)) !== checksum) {
    throw new MoveRefused('not_the_same', `The rows of ${table.name} are not the same on both sides`);
  }
  return { table: table.name, rows, moved: rows - there, checksum };
}
