import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, primary, toUser } from '../columns.js';

export class CreateOneTimeTokens1763769604000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'one_time_tokens',
        columns: [
          column.text('digest', 64, primary),
          column.id('user_id'),
          column.text('purpose', 32),
          column.text('email', 255),
          column.moment('created_at'),
          column.moment('expires_at'),
        ],
        foreignKeys: [toUser()],
        // One of a kind for each account: the newest replaces the one before, also when two are made at once.
        indices: [{ name: 'one_time_tokens_by_purpose', columnNames: ['user_id', 'purpose'], isUnique: true }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('one_time_tokens');
  }
}
