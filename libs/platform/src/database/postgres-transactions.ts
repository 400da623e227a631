import type { DataSource } from 'typeorm';
import type { Connection } from './connections.js';
import { isCollision } from './outage.js';
import { type PostgresClient, PostgresTransaction } from './postgres-connections.js';
import { PostgresLook, type PostgresPool } from './postgres-look.js';
import { begun, type Transactions } from './transactions.js';

/** How often a transaction is tried that collides with others. */
const MAX_ATTEMPTS = 4;

/** Transactions of PostgreSQL, each over a connection and with a commit of its own. */
export class PostgresTransactions {
  /** For reading outside of any transaction. */
  readonly look: Connection;

  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
  ) {
    this.look = new PostgresLook((source.driver as unknown as { master: PostgresPool }).master);
  }

  async run<T>(work: () => Promise<T>, effects: (() => void)[]): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.runOnce(work, effects);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isCollision(error)) throw error;
        effects.length = 0;
      }
    }
  }

  private async runOnce<T>(work: () => Promise<T>, effects: (() => void)[]): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      const connection = new PostgresTransaction((await runner.connect()) as PostgresClient);
      // What the ORM does in it belongs to it, and may lock rows.
      Object.assign(runner, { isTransactionActive: true });
      const way = {
        connection,
        get manager() {
          connection.send();
          return runner.manager;
        },
      };
      return await this.within(connection, begun(way, effects), work);
    } finally {
      await runner.release();
    }
  }

  private async within<T>(
    connection: PostgresTransaction,
    transaction: ReturnType<typeof begun>,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      const result = await this.transactions.within(transaction, async () => {
        const done = await work();
        await transaction.gathered.finish();
        return done;
      });
      await connection.commit();
      return result;
    } catch (error) {
      await connection.rollback();
      throw error;
    }
  }
}
