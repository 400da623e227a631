import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary, toOrganization } from '../columns.js';

export class CreateInvitations1763769613000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'invitations',
        columns: [
          column.id('id', primary),
          column.id('organization_id'),
          column.text('email', 255),
          column.text('pending_key', 512, optional),
          column.text('role', 16),
          column.text('status', 16),
          column.text('digest', 64),
          column.id('invited_by', optional),
          column.id('accepted_by', optional),
          column.moment('created_at'),
          column.moment('sent_at'),
          column.moment('expires_at'),
          column.moment('settled_at', optional),
        ],
        foreignKeys: [toOrganization()],
        indices: [
          // An organisation's invitations page by page, all or those of one status.
          { name: 'invitations_by_organization', columnNames: ['organization_id', 'id'] },
          { name: 'invitations_by_status', columnNames: ['organization_id', 'status', 'id'] },
          // One pending invitation for each address.
          { name: 'invitations_by_pending_key', columnNames: ['organization_id', 'pending_key'], isUnique: true },
          // Of the token that somebody brings.
          { name: 'invitations_by_digest', columnNames: ['digest'], isUnique: true },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('invitations');
  }
}
