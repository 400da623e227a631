import { Injectable } from '@nestjs/common';
import { Clock } from '#platform/clock';
import { Database, isUniqueViolation } from '#platform/database';
import { Random } from '#platform/random';
import { decrypt, encrypt, NONCE_BYTES, UnsealError } from './cipher.js';
import { DataKey, ROOT } from './data-key.entity.js';
import { KeyRing } from './key-ring.js';

const KEY_BYTES = 32;

/** The keys of a database were put under another master key than the one that is given. */
export class MasterKeyMismatch extends Error {
  constructor() {
    super('MASTER_KEY: it does not open the keys of this database, which were put under another one');
    this.name = 'MasterKeyMismatch';
  }
}

/** Keeps data keys in the database, each encrypted under the master key and bound to its row. */
@Injectable()
export class KeyVault {
  constructor(
    private readonly database: Database,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /**
   * The keys of this database. A new one gets its root here; where nothing may be written, one that has none is read as
   * if the master key were its root.
   *
   * @throws MasterKeyMismatch
   */
  async open(masterKey: Buffer): Promise<KeyRing> {
    const rows = await this.rows();
    if (!rows.some(({ id }) => id === ROOT)) {
      if (this.database.isReadOnly) return new KeyRing(masterKey);
      await this.addRoot(masterKey);
      return this.open(masterKey);
    }
    const keys = new Map(rows.map((row) => [row.id, this.unwrap(row, masterKey)]));
    const root = keys.get(ROOT) ?? masterKey;
    keys.delete(ROOT);
    return new KeyRing(root, keys);
  }

  /** All keys as they are kept, oldest first. */
  async rows(): Promise<DataKey[]> {
    if (!(await this.database.hasTable(DataKey))) return [];
    return this.database.repository(DataKey).find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  async add(id: string, masterKey: Buffer): Promise<void> {
    const wrapped = this.wrap(id, this.random.bytes(KEY_BYTES), masterKey);
    await this.database.insert(DataKey, { id, wrapped, createdAt: this.clock.now() });
  }

  wrap(id: string, key: Buffer, masterKey: Buffer): string {
    return encrypt(key.toString('base64'), this.random.bytes(NONCE_BYTES), sealingOf(id, masterKey));
  }

  /** @throws MasterKeyMismatch */
  unwrap({ id, wrapped }: DataKey, masterKey: Buffer): Buffer {
    if (wrapped === null) return masterKey;
    try {
      return Buffer.from(decrypt(wrapped, sealingOf(id, masterKey)), 'base64');
    } catch (error) {
      throw error instanceof UnsealError ? new MasterKeyMismatch() : error;
    }
  }

  /** Of two processes that start at once on a new database one makes it, and both use it. */
  private async addRoot(masterKey: Buffer): Promise<void> {
    try {
      await this.add(ROOT, masterKey);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}

function sealingOf(id: string, masterKey: Buffer) {
  return { key: new KeyRing(masterKey).keyFor('wrap'), context: `data_keys.wrapped:${id}` };
}
