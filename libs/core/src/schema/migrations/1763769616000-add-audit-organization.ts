import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { column, optional } from '../columns.js';

/** A page of the newest events of one organization. */
const BY_ORGANIZATION = new TableIndex({
  name: 'audit_events_by_organization',
  columnNames: ['organization_id', 'at', 'sequence'],
});

/** What is on record already is about none, and stays as its hash was made. */
export class AddAuditOrganization1763769616000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('audit_events', new TableColumn(column.id('organization_id', optional)));
    await queryRunner.createIndex('audit_events', BY_ORGANIZATION);
  }

  /** Events about organizations lose what they are about, and are told as altered from then on. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('audit_events', BY_ORGANIZATION.name ?? '');
    await queryRunner.dropColumn('audit_events', 'organization_id');
  }
}
