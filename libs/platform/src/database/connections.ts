import type BetterSqlite3 from 'better-sqlite3';
import { type DataSource, QueryFailedError } from 'typeorm';
import type { Sql } from './statements.js';

/** What an embedded database has at once, and a server some time later. */
export type Soon<T> = T | Promise<T>;

/** Runs statements that were prepared once. Faults are told as the ORM tells them. */
export interface Connection {
  /** The values of the first row, in the order in which the statement names its columns; undefined where there is none. */
  row(sql: Sql, values: readonly unknown[]): Soon<readonly unknown[] | undefined>;
  /** How many rows it reached. */
  run(sql: Sql, values: readonly unknown[]): Soon<number>;
  /** Has it run by the next statement or the commit, whichever comes first, and that one tell of its failure. */
  putOff(sql: Sql, values: readonly unknown[]): Soon<void>;
}

/** The embedded database on one of its connections: nobody has to wait, not even for a promise. */
export class SqliteConnection implements Connection {
  private readonly database: BetterSqlite3.Database;
  private readonly prepared = new Map<Sql, BetterSqlite3.Statement>();

  constructor(source: DataSource) {
    this.database = embeddedIn(source);
  }

  get isInTransaction(): boolean {
    return this.database.inTransaction;
  }

  row(sql: Sql, values: readonly unknown[]): readonly unknown[] | undefined {
    try {
      return this.statement(sql).get(values) as unknown[] | undefined;
    } catch (error) {
      throw failed(sql, values, error);
    }
  }

  run(sql: Sql, values: readonly unknown[] = []): number {
    try {
      return this.statement(sql).run(values).changes;
    } catch (error) {
      throw failed(sql, values, error);
    }
  }

  /** There is no way to a server that it could share. */
  putOff(sql: Sql, values: readonly unknown[]): void {
    this.run(sql, values);
  }

  private statement(sql: Sql): BetterSqlite3.Statement {
    const known = this.prepared.get(sql);
    if (known) return known;
    const statement = this.database.prepare(sql.text);
    const made = statement.reader ? statement.raw(true) : statement;
    this.prepared.set(sql, made);
    return made;
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
