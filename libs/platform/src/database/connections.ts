import type BetterSqlite3 from 'better-sqlite3';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { Sql } from './statements.js';

/** Runs statements that were prepared once. Faults are told as the ORM tells them. */
export interface Connection {
  /** The values of the first row, in the order in which the statement names its columns; undefined where there is none. */
  row(sql: Sql, values: readonly unknown[]): Promise<readonly unknown[] | undefined>;
  /** How many rows it reached. */
  run(sql: Sql, values: readonly unknown[]): Promise<number>;
}

/** The embedded database on one of its connections: nothing waits for anything, the answer is there at once. */
export class SqliteConnection implements Connection {
  private readonly database: BetterSqlite3.Database;
  private readonly prepared = new Map<Sql, BetterSqlite3.Statement>();

  constructor(source: DataSource) {
    this.database = embeddedIn(source);
  }

  get isInTransaction(): boolean {
    return this.database.inTransaction;
  }

  async row(sql: Sql, values: readonly unknown[]): Promise<readonly unknown[] | undefined> {
    return this.told(sql, values, () => this.statement(sql).get(values) as unknown[] | undefined);
  }

  async run(sql: Sql, values: readonly unknown[] = []): Promise<number> {
    return this.told(sql, values, () => this.statement(sql).run(values).changes);
  }

  private statement(sql: Sql): BetterSqlite3.Statement {
    const known = this.prepared.get(sql);
    if (known) return known;
    const statement = this.database.prepare(sql.text);
    const made = statement.reader ? statement.raw(true) : statement;
    this.prepared.set(sql, made);
    return made;
  }

  private told<T>(sql: Sql, values: readonly unknown[], work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw failed(sql, values, error);
    }
  }
}

/** The driver's own connection behind a data source of the embedded database. */
export function embeddedIn(source: DataSource): BetterSqlite3.Database {
  return (source.driver as unknown as { databaseConnection: BetterSqlite3.Database }).databaseConnection;
}

/** What of the driver's client or pool is needed. */
interface PostgresClient {
  query(query: {
    name: string;
    text: string;
    values: readonly unknown[];
    rowMode: 'array';
  }): Promise<{ rows: unknown[][]; rowCount: number | null }>;
}

/** PostgreSQL: over the connection of a transaction, or over any that is free. */
export class PostgresConnection implements Connection {
  constructor(private readonly manager: EntityManager) {}

  /** It keeps no NUL in a text, and refuses even to compare with one: no row has it. */
  async row(sql: Sql, values: readonly unknown[]): Promise<readonly unknown[] | undefined> {
    return values.some(hasNul) ? undefined : (await this.query(sql, values)).rows[0];
  }

  async run(sql: Sql, values: readonly unknown[]): Promise<number> {
    return (await this.query(sql, values)).rowCount ?? 0;
  }

  private async query({ name, text }: Sql, values: readonly unknown[]) {
    try {
      return await (await this.client()).query({ name, text, values, rowMode: 'array' });
    } catch (error) {
      throw failed({ name, text }, values, error);
    }
  }

  private async client(): Promise<PostgresClient> {
    const { queryRunner, dataSource } = this.manager;
    if (queryRunner) return (await queryRunner.connect()) as PostgresClient;
    return (dataSource.driver as unknown as { master: PostgresClient }).master;
  }
}

function hasNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\0');
}

function failed({ text }: Sql, values: readonly unknown[], error: unknown): unknown {
  return error instanceof Error && !(error instanceof QueryFailedError)
    ? new QueryFailedError(text, [...values], error)
    : error;
}
