import fs from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';

/**
 * The log of the embedded database, brought to the disk by a thread of the system, so that the event loop goes on. With
 * one of these SQLite itself no longer waits for the disk at each commit: nobody may be told of a commit, nor of
 * what it changed, before the promise of {@link bringToDisk} is kept.
 */
export class WriteAheadLog {
  private file: number | undefined;
  private bringing: Promise<void> | undefined;
  private isBroken = false;

  constructor(private readonly database: BetterSqlite3.Database) {
    database.pragma('synchronous = NORMAL');
  }

  /** Of what has been committed and is not yet on the disk. */
  get onItsWay(): Promise<void> | undefined {
    return this.bringing;
  }

  /**
   * As SQLite does by `synchronous = FULL`, all that is in the log.
   *
   * @throws SqliteError `SQLITE_IOERR_FSYNC` when the disk does not take it
   */
  bringToDisk(): Promise<void> {
    this.bringing = this.bring().finally(() => {
      this.bringing = undefined;
    });
    return this.bringing;
  }

  /**
   * To be asked before anything is added. Behind a part of which the disk knows nothing whatever follows would be lost
   * with it, so everything must have left the log first.
   *
   * @throws SqliteError `SQLITE_IOERR_FSYNC` when it is broken still
   */
  mend(): void {
    if (!this.isBroken) return;
    if (!this.empty()) throw unsynchronized('the log was not brought to the disk before');
    this.isBroken = false;
  }

  async close(): Promise<void> {
    await this.bringing?.catch(() => undefined);
    if (this.file !== undefined) fs.closeSync(this.file);
    this.file = undefined;
  }

  private async bring(): Promise<void> {
    try {
      await this.fdatasync();
    } catch (error) {
      this.isBroken = !this.empty();
      if (this.isBroken) throw unsynchronized(error instanceof Error ? error.message : String(error));
    }
  }

  /** Opened once it is there; it stays for as long as anybody has the database open. */
  private fdatasync(): Promise<void> {
    this.file ??= fs.openSync(`${this.database.name}-wal`, 'r+');
    const { file } = this;
    return new Promise((resolve, reject) => fs.fdatasync(file, (error) => (error ? reject(error) : resolve())));
  }

  /** Brings all of it into the database, and that to the disk. Whether it could, with nobody in the way. */
  private empty(): boolean {
    const patience = Number(this.database.pragma('busy_timeout', { simple: true }));
    try {
      // Whoever reads may be of this very process, which would wait for itself.
      this.database.pragma('busy_timeout = 0');
      return this.database.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
    } catch {
      return false;
    } finally {
      this.database.pragma(`busy_timeout = ${patience}`);
    }
  }
}

function unsynchronized(reason: string): Error {
  return new BetterSqlite3.SqliteError(reason, 'SQLITE_IOERR_FSYNC');
}
