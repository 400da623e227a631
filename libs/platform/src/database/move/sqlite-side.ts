import BetterSqlite3 from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { embeddedIn } from '../connections.js';
import { dataSourceOptions, type Schema } from '../data-source-options.js';
import type { DatabaseConfig } from '../database.config.js';
import { whileLocked } from '../migrate.js';
import { outageIn } from '../outage.js';
import { quoted } from '../row-shape.js';
import { MoveRefused } from './move-refused.js';
import { BATCH_ROWS, type Row, type Side, type SideWork, type Span } from './side.js';
import type { TableLayout } from './table-layout.js';

/** The embedded database, while no process of the service has it open and none can start. */
export function withSqlite<T>(config: DatabaseConfig, schema: Schema, work: SideWork<T>): Promise<T> {
  return whileLocked(config, async () => {
    mustNotBeOpen(config.sqliteFile);
    const source = await new DataSource(dataSourceOptions(config, schema)).initialize();
    return work(new SqliteSide(source)).finally(() => source.destroy());
  });
}

/**
 * Whoever has a database in WAL mode open shares a lock on its file, which is then not to be had alone
 * (sqlite.org/wal.html §8).
 */
function mustNotBeOpen(file: string): void {
  const connection = new BetterSqlite3(file, { timeout: 0 });
  try {
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN IMMEDIATE; ROLLBACK');
  } catch (error) {
    if (outageIn(error)?.kind !== 'busy') throw error;
    throw new MoveRefused('in_use', 'Another process has the embedded database open');
  } finally {
    connection.close();
  }
}

class SqliteSide implements Side {
  readonly name = 'SQLite';
  private readonly connection: BetterSqlite3.Database;

  constructor(readonly source: DataSource) {
    this.connection = embeddedIn(source);
  }

  async count({ name }: TableLayout): Promise<number> {
    return this.connection
      .prepare(`SELECT count(*) FROM ${quoted(name)}`)
      .pluck()
      .get() as number;
  }

  async *rows({ name, columns, key }: TableLayout, { from, count }: Span): AsyncIterable<Row[]> {
    const names = columns.map((column) => quoted(column.name)).join(', ');
    const order = key.map(quoted).join(', ');
    const sql = `SELECT ${names} FROM ${quoted(name)} ORDER BY ${order} LIMIT ? OFFSET ?`;
    let batch: Row[] = [];
    for (const row of this.connection.prepare(sql).raw().safeIntegers().iterate(count, from)) {
      batch.push((row as (string | bigint | null)[]).map((value) => (value === null ? null : String(value))));
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  async insert({ name, columns }: TableLayout, rows: readonly Row[]): Promise<void> {
    const names = columns.map((column) => quoted(column.name)).join(', ');
    const statement = this.connection.prepare(
      `INSERT INTO ${quoted(name)} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    const stored = (value: string | null, index: number) =>
      value !== null && columns[index]?.isNumber === true ? BigInt(value) : value;
    this.connection.transaction(() => {
      for (const row of rows) statement.run(row.map(stored));
    })();
  }

  async holdStill(): Promise<void> {
    this.connection.exec('BEGIN IMMEDIATE');
  }
}
