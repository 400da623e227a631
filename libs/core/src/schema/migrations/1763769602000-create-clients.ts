import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, primary, toUser, unique } from '../columns.js';

export class CreateClients1763769602000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'clients',
        columns: [
          column.id('id', primary),
          column.id('user_id', unique),
          column.text('public_id', 64, unique),
          column.longText('sealed_secret'),
          column.text('secret_digest', 64),
          column.moment('created_at'),
        ],
        foreignKeys: [toUser()],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('clients');
  }
}
