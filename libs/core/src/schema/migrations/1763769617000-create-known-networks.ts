import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, primary, toUser } from '../columns.js';

export class CreateKnownNetworks1763769617000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'known_networks',
        columns: [column.text('digest', 64, primary), column.id('user_id'), column.moment('last_seen_at')],
        foreignKeys: [toUser()],
        // Serves forgetting those of one account, and the account's own removal.
        indices: [{ columnNames: ['user_id'] }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('known_networks');
  }
}
