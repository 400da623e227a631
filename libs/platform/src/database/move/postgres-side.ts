import type { DataSource, QueryRunner } from 'typeorm';
import type { Schema } from '../data-source-options.js';
import type { DatabaseConfig } from '../database.config.js';
import { whileAlone } from '../migrate.js';
import { quoted } from '../row-shape.js';
import { MoveRefused } from './move-refused.js';
import { BATCH_ROWS, type Row, type Side, type SideWork, type Span } from './side.js';
import type { TableLayout } from './table-layout.js';

/** PostgreSQL, while no process of the service is connected to that database and none can start. */
export function withPostgres<T>(config: DatabaseConfig, schema: Schema, work: SideWork<T>): Promise<T> {
  return whileAlone(config, schema, async (source) => {
    await mustNotBeConnected(source);
    const runner = source.createQueryRunner();
    try {
      return await work(new PostgresSide(source, runner));
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  });
}

/** The service connects under its own name, and keeps one connection however idle it is; see `dataSourceOptions`. */
async function mustNotBeConnected(source: DataSource): Promise<void> {
  const others: unknown[] = await source.query(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'rosetta'",
  );
  if (others.length === 0) return;
  throw new MoveRefused('in_use', 'A process of the service is connected to the PostgreSQL database');
}

class PostgresSide implements Side {
  readonly name = 'PostgreSQL';

  constructor(
    readonly source: DataSource,
    private readonly runner: QueryRunner,
  ) {}

  async count({ name }: TableLayout): Promise<number> {
    const [answer] = (await this.runner.query(`SELECT count(*) FROM ${quoted(name)}`)) as [{ readonly count: string }];
    return Number(answer.count);
  }

  /** By a cursor: the order is the bytes' and has no index, so that the rows are to be sorted once and not once a batch. */
  async *rows(table: TableLayout, { from, count }: Span): AsyncIterable<Row[]> {
    const isHeld = this.runner.isTransactionActive;
    if (!isHeld) await this.runner.startTransaction();
    await this.runner.query(`DECLARE moving NO SCROLL CURSOR FOR ${selection(table)} LIMIT ${count} OFFSET ${from}`);
    for (let batch = await this.fetch(table); batch.length > 0; batch = await this.fetch(table)) yield batch;
    await this.runner.query('CLOSE moving');
    if (!isHeld) await this.runner.commitTransaction();
  }

  async insert({ name, columns }: TableLayout, rows: readonly Row[]): Promise<void> {
    const places = rows.map((_, row) => `(${columns.map((_, at) => `$${row * columns.length + at + 1}`).join(', ')})`);
    const names = columns.map((column) => quoted(column.name)).join(', ');
    await this.runner.query(`INSERT INTO ${quoted(name)} (${names}) VALUES ${places.join(', ')}`, rows.flat());
  }

  async holdStill(tables: readonly TableLayout[]): Promise<void> {
    await this.runner.startTransaction();
    await this.runner.query(`LOCK TABLE ${tables.map(({ name }) => quoted(name)).join(', ')} IN SHARE MODE`);
  }

  private async fetch({ columns }: TableLayout): Promise<Row[]> {
    const found = (await this.runner.query(`FETCH ${BATCH_ROWS} FROM moving`)) as Record<string, unknown>[];
    return found.map((row) => columns.map(({ name }) => toText(row[name])));
  }
}

function selection({ name, columns, key }: TableLayout): string {
  const names = columns.map((column) => quoted(column.name)).join(', ');
  return `SELECT ${names} FROM ${quoted(name)} ORDER BY ${key.map((part) => `${quoted(part)} COLLATE "C"`).join(', ')}`;
}

function toText(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Error(`A ${typeof value} was not expected from PostgreSQL`);
}
