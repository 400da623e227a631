import type { DataSource } from 'typeorm';
import { embeddedIn, SqliteConnection } from './connections.js';
import { Gathered } from './gathered.js';
import { GroupCommit } from './group-commit.js';
import { SharedLook } from './shared-look.js';
import { begun, type Transaction, type Transactions, type Way } from './transactions.js';
import { WriteAheadLog } from './write-ahead-log.js';

/** Transactions of the embedded database: those that share a commit also share their last steps. */
export class EmbeddedTransactions {
  /** For reading outside of any transaction. */
  readonly look: SharedLook;
  private readonly connection: SqliteConnection;
  private readonly log: WriteAheadLog;
  private readonly commits: GroupCommit;
  private gathered = new Gathered();
  private effects: (() => void)[] = [];

  constructor(
    private readonly writer: DataSource,
    reader: DataSource,
    private readonly transactions: Transactions,
  ) {
    this.connection = new SqliteConnection(writer);
    this.log = new WriteAheadLog(embeddedIn(writer));
    this.look = new SharedLook(reader, this.connection, this.log);
    this.commits = new GroupCommit(this.connection, this.log, {
      take: () => this.takeLastSteps(),
      // Meanwhile others are heard, who are in no transaction.
      taken: () => this.transactions.rest(),
      committed: () => this.startAnew().forEach((effect) => effect()),
      undone: () => this.startAnew(),
    });
  }

  run<T>(work: () => Promise<T>, effects: (() => void)[]): Promise<T> {
    const transaction = this.begun(effects);
    return this.commits.run(
      () => {
        this.look.end();
        return this.transactions.within(transaction, work);
      },
      () => this.gathered.addAll(transaction.gathered),
    );
  }

  close(): Promise<void> {
    return this.log.close();
  }

  /** In a transaction of the group's own, around which there is no savepoint. */
  private takeLastSteps(): Promise<void> {
    return this.transactions.within(this.begun(this.effects), () => this.gathered.finish());
  }

  private startAnew(): (() => void)[] {
    const { effects } = this;
    this.gathered = new Gathered();
    this.effects = [];
    return effects;
  }

  private begun(effects: (() => void)[]): Transaction {
    const way: Way = { manager: this.writer.manager, connection: this.connection };
    return begun(way, effects);
  }
}
