import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary, toUser } from '../columns.js';

export class CreateUsers1763769600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'users',
        columns: [
          column.id('id', primary),
          column.text('email', 255, optional),
          column.text('replaced_email', 255, optional),
          column.moment('replaced_email_confirmed_at', optional),
          column.text('username', 255, optional),
          column.longText('password_hash'),
          column.text('role', 16),
          column.text('first_name', 255, optional),
          column.text('last_name', 255, optional),
          column.text('nickname', 255, optional),
          column.longText('picture', optional),
          column.text('phone', 64, optional),
          column.longText('user_metadata'),
          column.longText('app_metadata'),
          column.moment('email_confirmed_at', optional),
          column.moment('phone_confirmed_at', optional),
          column.moment('last_sign_in_at', optional),
          column.moment('disabled_at', optional),
          column.moment('created_at'),
          column.moment('updated_at'),
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'user_identifiers',
        columns: [column.text('key', 512, primary), column.text('kind', 16), column.id('user_id')],
        foreignKeys: [toUser()],
        // Deleting an account finds its names by this.
        indices: [{ name: 'user_identifiers_by_user', columnNames: ['user_id'] }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('user_identifiers');
    await queryRunner.dropTable('users');
  }
}
