import { Injectable, type Type } from '@nestjs/common';
import { And, IsNull, Like, MoreThan, Not } from 'typeorm';
import { Database } from '#platform/database';
import { Ids, Random } from '#platform/random';
import { UnsealError } from './cipher.js';
import { DataKey, ROOT } from './data-key.entity.js';
import { KeyVault, MasterKeyMismatch } from './key-vault.js';
import { Sealer } from './sealer.js';

const ROWS_AT_ONCE = 100;

/** A row with a sealed value in it. */
type SealedRow = { readonly id: string } & Readonly<Record<string, unknown>>;

/** Where sealed values are kept, each bound to its row. */
export interface SealedColumn {
  readonly entity: Type<{ id: string }>;
  readonly property: string;
}

export interface MasterKeyOrder {
  readonly from: Buffer;
  readonly to: Buffer;
  readonly columns: readonly SealedColumn[];
  /** Told after every few rows, with all that were sealed anew so far. */
  readonly onProgress?: (resealed: number) => void;
}

export interface MasterKeyOutcome {
  /** Whether the keys were put under the new master key now; false where they were already. */
  readonly isChanged: boolean;
  /** How many values were sealed anew now. */
  readonly resealed: number;
  /** Values that no key opens: they were damaged before, and were left as they are. */
  readonly unreadable: readonly string[];
}

/**
 * Puts a database under another master key. The keys themselves change hands in one transaction, together with a new key
 * for sealing; then every sealed value is sealed anew under that one, a few rows at a time. Whatever
 * interrupts it, the database is usable under exactly one of the two master keys, and another run goes on where this one ended.
 */
@Injectable()
export class MasterKeyChange {
  constructor(
    private readonly database: Database,
    private readonly vault: KeyVault,
    private readonly random: Random,
    private readonly ids: Ids,
  ) {}

  /** @throws MasterKeyMismatch when neither of the keys is the one that the database is under */
  async run(order: MasterKeyOrder): Promise<MasterKeyOutcome> {
    const isChanged = await this.database.transaction(() => this.rewrap(order));
    const sealer = new Sealer(await this.vault.open(order.to), this.random);
    const unreadable: string[] = [];
    let resealed = 0;
    for (const column of order.columns) {
      for await (const batch of this.outdated(column, sealer.prefix)) {
        const contexts = batch.map(({ id }) => this.contextOf(column, id));
        const done = await this.database.transaction(() => this.reseal(column, batch, sealer));
        unreadable.push(...contexts.filter((_, place) => done[place] === false));
        resealed += done.filter(Boolean).length;
        order.onProgress?.(resealed);
      }
    }
    return { isChanged, resealed, unreadable };
  }

  private async rewrap({ from, to, columns }: MasterKeyOrder): Promise<boolean> {
    const rows = await this.vault.rows();
    if (rows.length > 0 && rows.every((row) => this.isUnder(row, to))) return false;
    if (rows.some(({ wrapped }) => wrapped === null)) await this.mustOpenSomething(from, columns);
    for (const row of rows) {
      const wrapped = this.vault.wrap(row.id, this.vault.unwrap(row, from), to);
      await this.database.update(DataKey, { id: row.id }, { wrapped });
    }
    if (!rows.some(({ id }) => id === ROOT)) await this.vault.add(ROOT, to);
    await this.vault.add(this.ids.next(), to);
    return true;
  }

  private isUnder(row: DataKey, masterKey: Buffer): boolean {
    try {
      this.vault.unwrap(row, masterKey);
      return row.wrapped !== null;
    } catch (error) {
      if (error instanceof MasterKeyMismatch) return false;
      throw error;
    }
  }

  /** In a database from before nothing but what is sealed tells whether a master key is the right one. */
  private async mustOpenSomething(masterKey: Buffer, columns: readonly SealedColumn[]): Promise<void> {
    const sealer = new Sealer(await this.vault.open(masterKey), this.random);
    for (const column of columns) {
      const { value: rows } = await this.outdated(column, 'none').next();
      if (!rows) continue;
      if (rows.some((row) => this.opened(column, row, sealer) !== undefined)) return;
      throw new MasterKeyMismatch();
    }
  }

  /** The rows whose value is sealed otherwise, in the order of their ids. */
  private async *outdated({ entity, property }: SealedColumn, prefix: string): AsyncGenerator<SealedRow[], undefined> {
    let last = '';
    for (;;) {
      const rows = (await this.database.repository(entity).find({
        where: { id: MoreThan(last), [property]: And(Not(IsNull()), Not(Like(`${prefix}%`))) },
        order: { id: 'ASC' },
        take: ROWS_AT_ONCE,
      })) as unknown as SealedRow[];
      const end = rows.at(-1);
      if (!end) return undefined;
      last = end.id;
      yield rows;
    }
  }

  /** For each row whether its value could be opened. One that was changed meanwhile is left to whoever changed it. */
  private async reseal(column: SealedColumn, rows: readonly SealedRow[], sealer: Sealer): Promise<boolean[]> {
    const outcomes: boolean[] = [];
    for (const row of rows) {
      const { entity, property } = column;
      const text = this.opened(column, row, sealer);
      outcomes.push(text !== undefined);
      if (text === undefined) continue;
      const sealed = sealer.seal(text, this.contextOf(column, row.id));
      await this.database.update(entity, { id: row.id, [property]: row[property] }, { [property]: sealed });
    }
    return outcomes;
  }

  private opened(column: SealedColumn, row: SealedRow, sealer: Sealer): string | undefined {
    try {
      return sealer.open(String(row[column.property]), this.contextOf(column, row.id));
    } catch (error) {
      if (error instanceof UnsealError) return undefined;
      throw error;
    }
  }

  private contextOf({ entity, property }: SealedColumn, id: string): string {
    const { tableName, columns } = this.database.manager.dataSource.getMetadata(entity);
    const column = columns.find(({ propertyName }) => propertyName === property);
    return `${tableName}.${column?.databaseName}:${id}`;
  }
}
