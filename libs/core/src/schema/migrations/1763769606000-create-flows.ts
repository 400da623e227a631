import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary, toUser } from '../columns.js';

export class CreateFlows1763769606000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'flows',
        columns: [
          column.text('id', 64, primary),
          column.text('type', 16),
          column.id('user_id'),
          column.text('email', 255),
          column.longText('return_to', optional),
          column.moment('created_at'),
          column.moment('expires_at'),
        ],
        foreignKeys: [toUser()],
        // Clearing away those whose time is up.
        indices: [{ name: 'flows_by_expiry', columnNames: ['expires_at'] }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('flows');
  }
}
