import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary } from '../columns.js';

/** Tables in which whatever was derived from the master key, or sealed under it, has left something. */
const IN_USE = ['users', 'clients', 'signing_keys', 'outbox_messages', 'audit_events'];

/** In a database that is in use already, the master key itself is the root, and stays it until it is changed. */
export class CreateDataKeys1763769618000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'data_keys',
        columns: [column.id('id', primary), column.longText('wrapped', optional), column.moment('created_at')],
      }),
    );
    if (await isInUse(queryRunner)) {
      await queryRunner.query(`INSERT INTO data_keys (id, wrapped, created_at) VALUES ('root', NULL, 0)`);
    }
  }

  /** @throws Error where a key would be lost: without the root no password and no token of the database is worth anything */
  async down(queryRunner: QueryRunner): Promise<void> {
    const kept = (await queryRunner.query('SELECT 1 FROM data_keys WHERE wrapped IS NOT NULL LIMIT 1')) as unknown[];
    if (kept.length > 0 && (await isInUse(queryRunner)))
      throw new Error('Taking it back would lose the keys of this database');
    await queryRunner.dropTable('data_keys');
  }
}

async function isInUse(queryRunner: QueryRunner): Promise<boolean> {
  for (const table of IN_USE) {
    const rows = (await queryRunner.query(`SELECT 1 FROM ${table} LIMIT 1`)) as unknown[];
    if (rows.length > 0) return true;
  }
  return false;
}
