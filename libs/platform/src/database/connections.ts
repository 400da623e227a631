import type BetterSqlite3 from 'better-sqlite3';
import { type DataSource, QueryFailedError } from 'typeorm';
import type { Sql } from './statements.js';

/** Runs statements that were prepared once. Faults are told as the ORM tells them. */
export interface Connection {
  /** The values of the first row, in the order in which the statement names its columns; undefined where there is none. */
  row(sql: Sql, values: readonly unknown[]): Promise<readonly unknown[] | undefined>;
  /** How many rows it reached. */
  run(sql: Sql, values: readonly unknown[]): Promise<number>;
  /** Has it run by the next statement or the commit, whichever comes first, and that one tell of its failure. */
  putOff(sql: Sql, values: readonly unknown[]): Promise<void>;
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

  /** There is no way to a server that it could share. */
  async putOff(sql: Sql, values: readonly unknown[]): Promise<void> {
    await this.run(sql, values);
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

/** The same fault as the ORM tells it. */
export function failed({ text }: Sql, values: readonly unknown[], error: unknown): unknown {
  return error instanceof Error && !(error instanceof QueryFailedError)
    ? new QueryFailedError(text, [...values], error)
    : error;
}
