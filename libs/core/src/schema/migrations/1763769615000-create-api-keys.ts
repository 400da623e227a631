import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary, unique } from '../columns.js';

export class CreateApiKeys1763769615000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'api_keys',
        columns: [
          column.id('id', primary),
          column.text('name', 64),
          // Finding the key that a request carries.
          column.text('public_id', 16, unique),
          column.text('digest', 64),
          column.longText('scopes'),
          column.text('created_by', 64),
          column.moment('created_at'),
          column.moment('expires_at'),
          column.moment('last_used_at', optional),
          column.moment('revoked_at', optional),
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('api_keys');
  }
}
