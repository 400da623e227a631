import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary } from '../columns.js';

export class CreateOutbox1763769607000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'outbox_messages',
        columns: [
          column.id('id', primary),
          column.longText('sealed', optional),
          column.text('status', 16),
          column.count('attempts'),
          column.moment('due_at'),
          column.moment('leased_until', optional),
          column.moment('created_at'),
          column.moment('settled_at', optional),
          column.longText('last_failure', optional),
        ],
        indices: [
          // The next message to send.
          { name: 'outbox_messages_by_due', columnNames: ['status', 'due_at'] },
          // The newest messages of the developer mailbox.
          { name: 'outbox_messages_by_age', columnNames: ['status', 'created_at'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('outbox_messages');
  }
}
