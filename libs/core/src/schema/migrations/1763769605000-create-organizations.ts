import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary, toUser, unique } from '../columns.js';

export class CreateOrganizations1763769605000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'organizations',
        columns: [
          column.id('id', primary),
          column.text('slug', 64, unique),
          column.text('name', 255),
          column.longText('description', optional),
          column.longText('avatar_url', optional),
          column.longText('settings'),
          column.moment('created_at'),
          column.moment('updated_at'),
          column.moment('deleted_at', optional),
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'memberships',
        columns: [
          column.id('organization_id', primary),
          column.id('user_id', primary),
          column.text('role', 16),
          column.moment('joined_at'),
        ],
        foreignKeys: [
          toUser(),
          {
            columnNames: ['organization_id'],
            referencedTableName: 'organizations',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
          },
        ],
        // Where an account belongs, at its sign-in.
        indices: [{ name: 'memberships_by_user', columnNames: ['user_id'] }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('memberships');
    await queryRunner.dropTable('organizations');
  }
}
