import type BetterSqlite3 from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import { type Connection, embeddedIn, type Soon, SqliteConnection } from './connections.js';
import type { Sql } from './statements.js';
import type { WriteAheadLog } from './write-ahead-log.js';

/**
 * Reads of the embedded database. Those of one turn of the event loop share one look at it, and so one pair of file
 * locks: whatever else came in over the network by then is answered from the same moment.
 *
 * No look lasts while somebody writes. One that did would keep the write-ahead log from starting over, and would not
 * show what this process has just committed. And nobody is told what is not on the disk yet, and could be gone
 * after a power cut.
 */
export class SharedLook implements Connection {
  private readonly connection: SqliteConnection;
  private readonly beginning: BetterSqlite3.Statement;
  private readonly ending: BetterSqlite3.Statement;

  constructor(
    reader: DataSource,
    private readonly writer: SqliteConnection,
    private readonly log: WriteAheadLog,
  ) {
    this.connection = new SqliteConnection(reader);
    this.beginning = embeddedIn(reader).prepare('BEGIN');
    this.ending = embeddedIn(reader).prepare('COMMIT');
    // What goes through the ORM waits for this before it is passed on.
    reader.subscribers.push({ afterQuery: () => log.onItsWay });
  }

  row(sql: Sql, values: readonly unknown[]): Soon<readonly unknown[] | undefined> {
    this.begin();
    const row = this.connection.row(sql, values);
    return this.log.onItsWay?.then(() => row) ?? row;
  }

  run(sql: Sql, values: readonly unknown[]): number {
    return this.connection.run(sql, values);
  }

  putOff(sql: Sql, values: readonly unknown[]): void {
    this.connection.putOff(sql, values);
  }

  /** Does nothing where it is over, or the database closed. */
  end(): void {
    if (this.connection.isInTransaction) this.ending.run();
  }

  private begin(): void {
    if (this.connection.isInTransaction || this.writer.isInTransaction) return;
    this.beginning.run();
    setImmediate(() => this.end());
  }
}
