import { Injectable } from '@nestjs/common';
import type {
  DataSource,
  EntityManager,
  EntityTarget,
  FindOptionsWhere,
  ObjectLiteral,
  Repository,
  SelectQueryBuilder,
} from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import type { Connection, Soon } from './connections.js';
import { EmbeddedTransactions } from './embedded-transactions.js';
import { withOwnOperators } from './own-operators.js';
import { PostgresTransactions } from './postgres-transactions.js';
import { type Sql, type Statement, Statements } from './statements.js';
import { Transactions } from './transactions.js';

/** Far below the number of parameters that PostgreSQL takes in one statement. */
const ROWS_AT_ONCE = 500;

const LOCK: Sql = { name: 'lock', text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))' };

/** A row, and of what. */
export interface RowOf<T extends ObjectLiteral> {
  readonly entity: EntityTarget<T>;
  readonly row: T;
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
  private readonly transactions = new Transactions();
  private readonly statements: Statements;
  private readonly kept: EmbeddedTransactions | PostgresTransactions;

  constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
    readonly isReadOnly = false,
  ) {
    this.statements = new Statements(writer, !this.isEmbedded);
    this.kept = this.isEmbedded
      ? new EmbeddedTransactions(writer, reader, this.transactions)
      : new PostgresTransactions(writer, this.transactions);
  }

  /** The manager of the transaction in progress, else one that reads what is committed. */
  get manager(): EntityManager {
    return this.transactions.inProgress?.way.manager ?? this.reader.manager;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /**
   * The row that fits, or null, with the one that it refers to by that relation: for what every request asks. The
   * statement is prepared once for the names in `where`, which are compared as they are or with the plain
   * operators (`IsNull`, `MoreThan` and so on). Where several rows fit it is any of them.
   */
  async first<T extends ObjectLiteral>(
    entity: EntityTarget<T>,
    where: FindOptionsWhere<T>,
    relation?: keyof T & string,
  ): Promise<T | null> {
    const { sql, values, read } = this.statements.first(entity, where, relation);
    const row = await this.connection.row(sql, values);
    return row ? read(row) : null;
  }

  /**
   * The same, to be changed by the transaction in progress: nobody else can until its end, and whatever others were about
   * to change in it is done.
   */
  async firstToChange<T extends ObjectLiteral>(
    entity: EntityTarget<T>,
    where: FindOptionsWhere<T>,
    relation?: keyof T & string,
  ): Promise<T | null> {
    const question = this.statements.first(entity, where, relation);
    const { sql, values, read } = this.isEmbedded ? question : this.statements.held(question);
    const row = await this.connection.row(sql, values);
    return row ? read(row) : null;
  }

  /** The row that fits, with that name locked as by {@link lock}, and as whoever had locked it before has left it. */
  async firstHeld<T extends ObjectLiteral>(
    name: string,
    entity: EntityTarget<T>,
    where: FindOptionsWhere<T>,
  ): Promise<T | null> {
    if (this.isEmbedded) return this.first(entity, where);
    const { sql, values, read } = this.statements.firstHeld(name, entity, where);
    const row = await this.connection.row(sql, values);
    if (row) return read(row);
    await this.lock(name);
    return this.first(entity, where);
  }

  /** Whether the table is there: one that was opened for reading only is not migrated. */
  async hasTable(entity: EntityTarget<ObjectLiteral>): Promise<boolean> {
    const runner = this.reader.createQueryRunner();
    try {
      return await runner.hasTable(this.reader.getMetadata(entity).tablePath);
    } finally {
      await runner.release();
    }
  }

  /** Adds one row, as it stands; `save` and its cascades are not used (see docs/adr, storage). */
  async insert<T extends ObjectLiteral>(entity: EntityTarget<T>, row: T): Promise<void> {
    await this.runInTransaction(this.statements.insert(entity, row));
  }

  /** Adds those rows, in their order. */
  async insertAll<T extends ObjectLiteral>(entity: EntityTarget<T>, rows: readonly T[]): Promise<void> {
    if (!this.transactions.open) return this.transaction(() => this.insertAll(entity, rows));
    if (!this.isEmbedded && rows.length > 1) return this.insertTogether(entity, rows);
    // Where there is no server to go to and back from, one statement for them all gains nothing.
    for (const row of rows) await this.insert(entity, row);
  }

  /** Changes every row that fits and tells how many did: 1 or 0 decides a race between two writers. */
  async update<T extends ObjectLiteral>(
    entity: EntityTarget<T>,
    where: FindOptionsWhere<T>,
    change: Partial<T>,
  ): Promise<number> {
    const statement = this.statements.update(entity, where, change);
    if (statement) return this.runInTransaction(statement);
    const outcome = await this.transaction(() =>
      this.manager.update(entity, withOwnOperators(where), change as QueryDeepPartialEntity<T>),
    );
    return outcome.affected ?? 0;
  }

  /**
   * Changes what was read by {@link firstToChange}, so that nobody need hear how many rows there were: on PostgreSQL
   * it is sent with what is asked next, or with the commit, which then tells of its failure.
   */
  async changeHeld<T extends ObjectLiteral>(
    entity: EntityTarget<T>,
    where: FindOptionsWhere<T>,
    change: Partial<T>,
  ): Promise<void> {
    const statement = this.statements.update(entity, where, change);
    if (!this.transactions.open || !statement) throw new Error('Held is a row only by its transaction, and plainly');
    await this.transactions.open.way.connection.putOff(statement.sql, statement.values);
  }

  /**
   * Adds those rows and puts one of another table in the place of the one with its key. Meant for the end of a
   * transaction: on PostgreSQL the last of it is sent with what is asked next, or with the commit, which then
   * tells of its failure.
   */
  async insertAllAndPut<T extends ObjectLiteral, U extends ObjectLiteral>(
    entity: EntityTarget<T>,
    rows: readonly T[],
    { entity: other, row: last }: RowOf<U>,
  ): Promise<void> {
    const { open } = this.transactions;
    if (!open) return this.transaction(() => this.insertAllAndPut(entity, rows, { entity: other, row: last }));
    const [row, ...more] = rows;
    let put = this.statements.put(other, last);
    if (!this.isEmbedded && row && more.length === 0) {
      put = this.statements.both(this.statements.insert(entity, row), put);
    } else {
      await this.insertAll(entity, rows);
    }
    await open.way.connection.putOff(put.sql, put.values);
  }

  /** Removes every row that fits and tells how many did. */
  async remove<T extends ObjectLiteral>(entity: EntityTarget<T>, where: FindOptionsWhere<T>): Promise<number> {
    const statement = this.statements.remove(entity, where);
    if (statement) return this.runInTransaction(statement);
    const outcome = await this.transaction(() => this.manager.delete(entity, withOwnOperators(where)));
    return outcome.affected ?? 0;
  }

  /**
   * Removes at most so many of the rows that fit, passing over those that others hold, and tells how many.
   *
   * @param where is asked for each statement, for TypeORM changes the operators in it
   */
  async removeSome<T extends ObjectLiteral>(
    entity: EntityTarget<T>,
    where: () => FindOptionsWhere<T>,
    limit: number,
  ): Promise<number> {
    const fitting = () => this.repository(entity).createQueryBuilder('row').where(where()).limit(limit);
    // Mostly there is nothing to do, and seeing so must not keep anybody from writing.
    if (!(await fitting().getExists())) return 0;
    return this.transaction(async () => {
      const rows = await this.forUpdate(fitting()).getMany();
      if (rows.length > 0) await this.manager.createQueryBuilder().delete().from(entity).whereInIds(rows).execute();
      return rows.length;
    });
  }

  /**
   * Runs the work in a transaction: committed when it returns, undone when it throws. Keep slow
   * things (hashing, mail, HTTP) outside: on SQLite every other writer waits meanwhile. Those that ask
   * at the same moment share one commit there, so the work must not wait for another transaction to end.
   * It is done again from the beginning where it collided with others (a deadlock on PostgreSQL):
   * whatever it does outside of the database must bear that.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.transactions.open) return work();
    const effects: (() => void)[] = [];
    const result = await this.kept.run(work, effects);
    for (const effect of effects) effect();
    return result;
  }

  /**
   * Waits until no other transaction has locked that name, and keeps it locked until the end of the
   * one in progress. For what reads before it writes; on SQLite a transaction is alone anyway.
   */
  async lock(name: string): Promise<void> {
    if (this.isEmbedded) return;
    await this.connection.row(LOCK, [name]);
  }

  /**
   * Has the query take its rows until the end of the transaction in progress, and pass over those that
   * others have taken. For queues with several workers; on SQLite a transaction is alone anyway.
   */
  forUpdate<T extends ObjectLiteral>(query: SelectQueryBuilder<T>): SelectQueryBuilder<T> {
    return this.isEmbedded ? query : query.setLock('pessimistic_write').setOnLocked('skip_locked');
  }

  /**
   * Hands the item to `finish` as the last step before the commit of the transaction in progress, together with
   * all others gathered for that same function: in that transaction and, on SQLite, in those that share its
   * commit. For what every transaction must lock: it is then held for the shortest time, and always taken
   * last, so that no two transactions wait for each other. Where `finish` throws, nothing of that commit is kept.
   */
  async gather<T>(item: T, finish: (items: readonly T[]) => Promise<void>): Promise<void> {
    const { open } = this.transactions;
    if (!open) return this.transaction(() => this.gather(item, finish));
    open.gathered.add(item, finish);
  }

  /** Has `effect` happen once the transaction in progress is committed, and not at all if it is undone. */
  afterCommit(effect: () => void): void {
    const { open } = this.transactions;
    if (open) open.effects.push(effect);
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
    if (this.kept instanceof EmbeddedTransactions) await this.kept.close();
    for (const source of new Set([this.reader, this.writer])) {
      if (source.isInitialized) await source.destroy();
    }
    this.transactions.end();
  }

  private get isEmbedded(): boolean {
    return this.writer.options.type === 'better-sqlite3';
  }

  /** Of the transaction in progress, else one that reads what is committed. */
  private get connection(): Connection {
    return this.transactions.inProgress?.way.connection ?? this.kept.look;
  }

  private runInTransaction({ sql, values }: Statement): Soon<number> {
    const { open } = this.transactions;
    if (open) return open.way.connection.run(sql, values);
    return this.transaction(async () => this.connection.run(sql, values));
  }

  private async insertTogether<T extends ObjectLiteral>(entity: EntityTarget<T>, rows: readonly T[]): Promise<void> {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const some = rows.slice(from, from + ROWS_AT_ONCE);
      await this.manager.insert(entity, some);
    }
  }
}
