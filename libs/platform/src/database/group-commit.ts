import type { SqliteConnection } from './connections.js';
import type { Sql } from './statements.js';
import type { WriteAheadLog } from './write-ahead-log.js';

const BEGIN: Sql = { name: 'begin', text: 'BEGIN IMMEDIATE' };
const COMMIT: Sql = { name: 'commit', text: 'COMMIT' };
const ROLLBACK: Sql = { name: 'rollback', text: 'ROLLBACK' };
const SAVEPOINT: Sql = { name: 'savepoint', text: 'SAVEPOINT one' };
const RELEASE: Sql = { name: 'release', text: 'RELEASE one' };
const UNDO: Sql = { name: 'undo', text: 'ROLLBACK TO one' };

/** Nobody waits for the commit of more than so many others. */
const MAX_GROUP = 64;

/** What the transactions of a group leave to be done together, as the last thing before their commit. */
export interface LastSteps {
  take(): Promise<void>;
  /** Called when there is nothing left to do but to wait for the disk. */
  taken(): void;
  /** Called when the group is on the disk. */
  committed(): void;
  /** Called when the group has failed: nothing of it was kept, or it is not known to be on the disk. */
  undone(): void;
}

interface Unit {
  readonly work: () => Promise<unknown>;
  readonly whenDone: () => void;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Transactions of the embedded database, one after the other, in the order of asking. Those that wait at the same
 * moment share one commit, and so one wait for the disk: each has a savepoint of its own, stands or falls alone,
 * and is told of its success only once all of them are on the disk. The next group begins no sooner, but gathers while
 * the disk is at work.
 *
 * One that waits for another to end may wait for ever: the other ends when the group does.
 */
export class GroupCommit {
  private readonly waiting: Unit[] = [];
  private isAtWork = false;

  constructor(
    private readonly connection: SqliteConnection,
    private readonly log: WriteAheadLog,
    private readonly lastSteps: LastSteps,
  ) {}

  /** @param whenDone is called when the work is done, and nothing of it is undone any more but with all of the group */
  run<T>(work: () => Promise<T>, whenDone: () => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ work, whenDone, resolve, reject });
      if (!this.isAtWork) this.begin();
    });
  }

  /** Not before all that has come in over the network by now has had its say: that is what makes groups. */
  private begin(): void {
    this.isAtWork = true;
    setImmediate(() => {
      void this.commitGroup().then(() => {
        if (this.waiting.length > 0) this.begin();
        else this.isAtWork = false;
      });
    });
  }

  private async commitGroup(): Promise<void> {
    const units: Unit[] = [];
    const settlements: (() => void)[] = [];
    try {
      this.log.mend();
      this.connection.run(BEGIN);
      for (let unit = this.waiting.shift(); unit; unit = units.length < MAX_GROUP ? this.waiting.shift() : undefined) {
        units.push(unit);
        settlements.push(await this.outcomeOf(unit));
      }
      await this.lastSteps.take();
      this.connection.run(COMMIT);
      this.lastSteps.taken();
      await this.log.bringToDisk();
    } catch (error) {
      this.abandon();
      this.lastSteps.undone();
      // Not even its beginning: whoever came first waited for it.
      if (units.length === 0) units.push(...this.waiting.splice(0, 1));
      for (const { reject } of units) reject(error);
      return;
    }
    this.lastSteps.committed();
    for (const settle of settlements) settle();
  }

  /**
   * What to tell once the group is kept: also of a failure, which may come of something that others of the group
   * did. Throws where more is undone than this unit: that is the end of the group.
   */
  private async outcomeOf({ work, whenDone, resolve, reject }: Unit): Promise<() => void> {
    this.connection.run(SAVEPOINT);
    try {
      const value = (await work()) as never;
      this.connection.run(RELEASE);
      whenDone();
      return () => resolve(value);
    } catch (error) {
      // A full disk has undone everything already.
      if (!this.connection.isInTransaction) throw error;
      this.connection.run(UNDO);
      this.connection.run(RELEASE);
      return () => reject(error);
    }
  }

  private abandon(): void {
    try {
      this.connection.run(ROLLBACK);
    } catch {
      // There may be nothing left to undo; the first error counts.
    }
  }
}
