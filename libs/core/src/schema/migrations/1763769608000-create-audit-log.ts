import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary } from '../columns.js';

/** No reference to accounts or sessions: what happened stays on record when they are gone. */
export class CreateAuditLog1763769608000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'audit_events',
        columns: [
          column.text('kind', 64),
          column.id('account_id', optional),
          column.moment('at'),
          column.bigCount('sequence'),
          column.id('id', primary),
          column.text('actor', 64),
          column.id('session_id', optional),
          column.text('origin', 32, optional),
          column.text('address', 64, optional),
          column.text('request_id', 64, optional),
          column.longText('details'),
          column.text('previous_hash', 64),
          column.text('hash', 64),
        ],
        indices: [
          // The chain from end to end. Not unique: a row put in by a stranger is to be found, and must not stop the service.
          { name: 'audit_events_by_sequence', columnNames: ['sequence', 'id'] },
          // A page of the newest events: of all, of one account, of one kind.
          { name: 'audit_events_by_time', columnNames: ['at', 'sequence'] },
          { name: 'audit_events_by_account', columnNames: ['account_id', 'at', 'sequence'] },
          { name: 'audit_events_by_kind', columnNames: ['kind', 'at', 'sequence'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'audit_heads',
        columns: [
          column.text('id', 16, primary),
          column.bigCount('sequence'),
          column.text('hash', 64),
          column.bigCount('anchor_sequence'),
          column.text('anchor_hash', 64),
          column.text('seal', 64),
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('audit_heads');
    await queryRunner.dropTable('audit_events');
  }
}
