import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { column, optional } from '../columns.js';

/** Where an account belongs at its sign-in, and page by page. */
const BY_USER = new TableIndex({ name: 'memberships_by_seat', columnNames: ['user_id', 'organization_id'] });

const NEW = [
  BY_USER,
  // The owners of an organisation, and its members of one role page by page.
  new TableIndex({ name: 'memberships_by_role', columnNames: ['organization_id', 'role', 'user_id'] }),
  // Its active or banned members page by page.
  new TableIndex({ name: 'memberships_by_status', columnNames: ['organization_id', 'status', 'user_id'] }),
];

/** The organisations that are there, or are deleted, page by page. */
const BY_STATE = new TableIndex({ name: 'organizations_by_state', columnNames: ['deleted_at', 'id'] });

export class AddMembershipStatus1763769611000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const nullable = new TableColumn(column.text('status', 16, optional));
    await queryRunner.addColumn('memberships', nullable);
    await queryRunner.query("UPDATE memberships SET status = 'active'");
    await queryRunner.changeColumn('memberships', 'status', new TableColumn(column.text('status', 16)));
    await queryRunner.addColumn('memberships', new TableColumn(column.moment('last_active_at', optional)));
    await queryRunner.dropIndex('memberships', 'memberships_by_user');
    await queryRunner.createIndices('memberships', NEW);
    await queryRunner.createIndex('organizations', BY_STATE);
  }

  /** Who was banned is out: there is no place to say so any more. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('organizations', 'organizations_by_state');
    await queryRunner.query("DELETE FROM memberships WHERE status <> 'active'");
    for (const { name = '' } of NEW) await queryRunner.dropIndex('memberships', name);
    await queryRunner.createIndex(
      'memberships',
      new TableIndex({ name: 'memberships_by_user', columnNames: ['user_id'] }),
    );
    await queryRunner.dropColumn('memberships', 'last_active_at');
    await queryRunner.dropColumn('memberships', 'status');
  }
}
