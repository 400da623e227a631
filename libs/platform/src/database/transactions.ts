import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';
import type { Connection } from './connections.js';
import { Gathered } from './gathered.js';

/** Over what the statements of a transaction go. */
export interface Way {
  readonly manager: EntityManager;
  readonly connection: Connection;
}

export interface Transaction {
  readonly way: Way;
  /** What happens once it is committed. */
  readonly effects: (() => void)[];
  readonly gathered: Gathered;
  ended: boolean;
}

/**
 * Which transaction the code that is running belongs to. Before Node 24 that is found out by hooks on every promise
 * there is, whoever made it: a tenth of what a look-up costs. So nothing is followed while no transaction is open.
 */
export class Transactions {
  private readonly current = new AsyncLocalStorage<Transaction>();
  private openCount = 0;
  private resting: NodeJS.Immediate | undefined;

  /** The one that is open around the caller. */
  get open(): Transaction | undefined {
    const transaction = this.current.getStore();
    return transaction?.ended === false ? transaction : undefined;
  }

  /** The same, for whoever must not mistake one that is over for none. */
  get inProgress(): Transaction | undefined {
    const transaction = this.current.getStore();
    if (transaction?.ended === true) {
      throw new Error('A transaction was used after its end: a promise was not awaited');
    }
    return transaction;
  }

  /** Runs the work inside that transaction, which is over afterwards. */
  async within<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
    this.openCount += 1;
    try {
      return await this.current.run(transaction, work);
    } finally {
      transaction.ended = true;
      this.openCount -= 1;
      if (this.openCount === 0) this.restSoon();
    }
  }

  /** Follows nothing until the next begins; does nothing while one is open. */
  rest(): void {
    if (this.openCount === 0) this.current.disable();
  }

  /** No more are followed. */
  end(): void {
    this.current.disable();
  }

  /** Not at once: what was left behind by the last of them without being awaited is still to be caught. */
  private restSoon(): void {
    this.resting ??= setImmediate(() => {
      this.resting = undefined;
      this.rest();
    });
  }
}

export function begun(way: Way, effects: (() => void)[]): Transaction {
  return { way, effects, gathered: new Gathered(), ended: false };
}
