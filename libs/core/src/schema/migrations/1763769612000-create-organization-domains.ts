import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary, toOrganization } from '../columns.js';

export class CreateOrganizationDomains1763769612000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'organization_domains',
        columns: [
          column.id('id', primary),
          column.id('organization_id'),
          column.text('name', 253),
          column.text('verified_name', 253, optional),
          column.text('challenge', 64),
          column.text('auto_join', 8),
          column.moment('created_at'),
          column.moment('verified_at', optional),
        ],
        foreignKeys: [toOrganization()],
        indices: [
          // An organisation's domains page by page.
          { name: 'organization_domains_by_organization', columnNames: ['organization_id', 'id'] },
          // Each once in an organisation.
          { name: 'organization_domains_by_name', columnNames: ['organization_id', 'name'], isUnique: true },
          // Whose an address is, at a sign-up or sign-in; and verified for one organisation alone.
          { name: 'organization_domains_by_verified_name', columnNames: ['verified_name'], isUnique: true },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('organization_domains');
  }
}
