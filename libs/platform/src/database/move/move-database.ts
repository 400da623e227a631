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

/** How far a move has come within one table. */
export interface MoveProgress {
  readonly step: 'moved' | 'compared';
  readonly table: string;
  /** Done so far, those of an earlier run among them. */
  readonly rows: number;
  readonly of: number;
}

export interface Move {
  readonly direction: Direction;
  /** Is called after every batch, and must not throw. */
  readonly tell: (progress: MoveProgress) => void;
}

export interface MovedTable {
  readonly table: string;
  /** In the end, on both sides. */
  readonly rows: number;
  /** Of these, what this run has carried over; the rest was there from one before. */
  readonly moved: number;
  /** Of all rows, the same on both sides: SHA-256 in hexadecimal. */
  readonly checksum: string;
}

/** From where to where. */
interface Way {
  readonly from: Side;
  readonly to: Side;
  readonly tell: Move['tell'];
}

interface Part {
  readonly table: TableLayout;
  /** How many rows the target has already: the first of the source's. */
  readonly there: number;
  readonly rows: number;
}

/**
 * Carries every row of every table over, and compares the whole afterwards. The service has to be stopped, and
 * cannot start meanwhile. The source is only read, and nobody else can write to it. The target must be empty, or hold what
 * an earlier run has left there: then it is taken up from there, and a run after the last changes nothing. It is not
 * locked against other programs: what they write there before its table is compared is found then.
 *
 * @throws MoveRefused
 */
export async function moveDatabase(
  config: DatabaseConfig,
  schema: Schema,
  { direction, tell }: Move,
): Promise<readonly MovedTable[]> {
  if (config.postgresUrl === undefined) throw new MoveRefused('no_postgres', 'DATABASE_URL names no PostgreSQL');
  const embedded: DatabaseConfig = { ...config, postgresUrl: undefined };
  if (direction === 'to-postgres' && !existsSync(config.sqliteFile))
    throw new MoveRefused('no_source', `There is no database ${config.sqliteFile}`);
  // Whichever way it goes, the locks are taken in one order.
  return withSqlite(embedded, schema, (file) =>
    withPostgres(config, schema, (server) =>
      move(direction === 'to-postgres' ? { from: file, to: server, tell } : { from: server, to: file, tell }),
    ),
  );
}

async function move(way: Way): Promise<MovedTable[]> {
  const { from, to } = way;
  await mustBeUpToDate(from);
  const tables = await layoutsOf(from.source);
  await bringToSameSchema(to, tables);
  await from.holdStill(tables);
  const parts: Part[] = [];
  for (const table of tables) parts.push(await partOf(table, way));
  for (const part of parts) await carry(part, way);
  const moved: MovedTable[] = [];
  for (const part of parts) moved.push(await compared(part, way));
  return moved;
}

/** Everything is looked at before anything is written. */
async function partOf(table: TableLayout, { from, to }: Way): Promise<Part> {
  const [rows, there] = [await from.count(table), await to.count(table)];
  const span = { from: 0, count: there };
  if (there > rows || (await digestOf(from, table, span)) !== (await digestOf(to, table, span))) {
    const message = `The ${to.name} database holds rows of ${table.name} that are not the first of those to be moved`;
    throw new MoveRefused('target_not_empty', message);
  }
  return { table, there, rows };
}

async function carry({ table, there, rows }: Part, { from, to, tell }: Way): Promise<void> {
  if (there === rows) return;
  let moved = there;
  for await (const batch of from.rows(table, { from: there, count: rows - there })) {
    await to.insert(table, batch);
    moved += batch.length;
    tell({ step: 'moved', table: table.name, rows: moved, of: rows });
  }
}

async function compared({ table, there, rows }: Part, { from, to, tell }: Way): Promise<MovedTable> {
  const count = await to.count(table);
  const span = { from: 0, count: Math.max(rows, count) };
  const checksum = await digestOf(from, table, span);
  if (count !== rows || (await digestOf(to, table, span)) !== checksum) {
    throw new MoveRefused('not_the_same', `The rows of ${table.name} are not the same on both sides`);
  }
  tell({ step: 'compared', table: table.name, rows, of: rows });
  return { table: table.name, rows, moved: rows - there, checksum };
}
