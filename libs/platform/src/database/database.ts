import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { DataSource, EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral, Repository } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { Mutex } from './mutex.js';
import { isCollision } from './outage.js';

/** How often a transaction is tried that collides with others. */
const MAX_ATTEMPTS = 4;

/** Writes what was gathered in the course of a transaction, as its last step. */
type LastStep = (items: readonly unknown[]) => Promise<void>;

interface Transaction {
  readonly manager: EntityManager;
  readonly effects: (() => void)[];
  readonly gathered: Map<LastStep, unknown[]>;
  ended: boolean;
}

/**
 * The way to the tables. Reading needs no ceremony; every write happens inside {@link transaction},
 * which any service may open: inside another one it joins it, so that one operation of several
 * modules stands or falls as a whole.
 *
 * On SQLite there is one connection that writes, one transaction at a time, and one that can only
 * read and sees only what is committed. Writing outside a transaction fails there at once, instead
 * of being swept away by somebody else's rollback.
 */
@Injectable()
export class Database {
  private readonly current = new AsyncLocalStorage<Transaction>();
  private readonly writing = new Mutex();

  constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
  ) {}

  /** The manager of the transaction in progress, else one that reads what is committed. */
  get manager(): EntityManager {
    const transaction = this.current.getStore();
    if (!transaction) return this.reader.manager;
    if (transaction.ended) throw new Error('A transaction was used after its end: a promise was not awaited');
    return transaction.manager;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /** Adds one row, as it stands; `save` and its cascades are not used (see docs/adr, storage). */
  async insert<T extends ObjectLiteral>(entity: EntityTarget<T>, row: T): Promise<void> {
    await this.transaction(() => this.manager.insert(entity, row as QueryDeepPartialEntity<T>));
  }

  /** Changes every row that fits and tells how many did: 1 or 0 decides a race between two writers. */
  async update<T extends ObjectLiteral>(
    entity: EntityTarget<T>,
    where: FindOptionsWhere<T>,
    change: Partial<T>,
  ): Promise<number> {
    const outcome = await this.transaction(() =>
      this.manager.update(entity, where, change as QueryDeepPartialEntity<T>),
    );
    return outcome.affected ?? 0;
  }

  /** Removes every row that fits and tells how many did. */
  async remove<T extends ObjectLiteral>(entity: EntityTarget<T>, where: FindOptionsWhere<T>): Promise<number> {
    const outcome = await this.transaction(() => this.manager.delete(entity, where));
    return outcome.affected ?? 0;
  }

  /**
   * Runs the work in a transaction: committed when it returns, undone when it throws. Keep slow
   * things (hashing, mail, HTTP) outside: on SQLite every other writer waits meanwhile. The work is
   * done again from the beginning where it collided with others (a deadlock on PostgreSQL): whatever
   * it does outside of the database must bear that.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore()?.ended === false) return work();
    const effects: (() => void)[] = [];
    const result = await (this.isEmbedded
      ? this.writing.run(() => this.onSqlite(work, effects))
      : this.untilUndisturbed(work, effects));
    for (const effect of effects) effect();
    return result;
  }

  /**
   * Waits until no other transaction has locked that name, and keeps it locked until the end of the
   * one in progress. For what reads before it writes; on SQLite a transaction is alone anyway.
   */
  async lock(name: string): Promise<void> {
    if (this.isEmbedded) return;
    await this.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
  }

  /**
   * Hands the item to `finish` as the last step inside the transaction in progress, together with all
   * others gathered for that same function. For what every transaction must lock: it is then held for
   * the shortest time, and always taken last, so that no two transactions wait for each other.
   */
  async gather<T>(item: T, finish: (items: readonly T[]) => Promise<void>): Promise<void> {
    await this.transaction(async () => {
      const lastStep = finish as LastStep;
      const gathered = this.current.getStore()?.gathered;
      const items = gathered?.get(lastStep) ?? [];
      items.push(item);
      gathered?.set(lastStep, items);
    });
  }

  /** Has `effect` happen once the transaction in progress is committed, and not at all if it is undone. */
  afterCommit(effect: () => void): void {
    const transaction = this.current.getStore();
    if (transaction?.ended === false) transaction.effects.push(effect);
    else effect();
  }

  /**
   * The names of the migrations that this program knows and the database has not seen, oldest first. Those that
   * a later program has added are none of its business.
   *
   * @throws QueryFailedError when the database cannot be asked
   */
  async pendingMigrations(): Promise<string[]> {
    const rows = await this.reader.query<{ name: string }[]>('SELECT name FROM migrations');
    const seen = new Set(rows.map(({ name }) => name));
    const known = this.writer.migrations.map((migration) => migration.name ?? migration.constructor.name);
    return known.filter((name) => !seen.has(name));
  }

  async close(): Promise<void> {
    for (const source of new Set([this.reader, this.writer])) {
      if (source.isInitialized) await source.destroy();
    }
  }

  private get isEmbedded(): boolean {
    return this.writer.options.type === 'better-sqlite3';
  }

  /** IMMEDIATE takes the write lock first, so that no transaction fails half-way for want of it. */
  private async onSqlite<T>(work: () => Promise<T>, effects: (() => void)[]): Promise<T> {
    const { manager } = this.writer;
    await manager.query('BEGIN IMMEDIATE');
    try {
      const result = await this.within(manager, work, effects);
      await manager.query('COMMIT');
      return result;
    } catch (error) {
      // A full disk has undone it already, and then there is nothing left to undo: the first error counts.
      await manager.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private async untilUndisturbed<T>(work: () => Promise<T>, effects: (() => void)[]): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.onPostgres(work, effects);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isCollision(error)) throw error;
        effects.length = 0;
      }
    }
  }

  private onPostgres<T>(work: () => Promise<T>, effects: (() => void)[]): Promise<T> {
    return this.writer.transaction((manager) => this.within(manager, work, effects));
  }

  private async within<T>(manager: EntityManager, work: () => Promise<T>, effects: (() => void)[]): Promise<T> {
    const transaction: Transaction = { manager, effects, gathered: new Map(), ended: false };
    try {
      return await this.current.run(transaction, async () => {
        const result = await work();
        for (const [finish, items] of transaction.gathered) await finish(items);
        return result;
      });
    } finally {
      transaction.ended = true;
    }
  }
}
