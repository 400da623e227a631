import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary } from '../columns.js';

export class CreateSigningKeys1763769601000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'signing_keys',
        columns: [
          column.id('id', primary),
          column.text('algorithm', 16),
          column.longText('public_jwk'),
          column.longText('sealed_private_key'),
          column.moment('created_at'),
          column.moment('retires_at', optional),
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('signing_keys');
  }
}
