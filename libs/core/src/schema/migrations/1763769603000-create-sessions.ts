import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, optional, primary, toUser } from '../columns.js';

export class CreateSessions1763769603000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'sessions',
        columns: [
          column.id('id', primary),
          column.id('user_id'),
          column.id('client_id', optional),
          column.id('organization_id', optional),
          column.text('origin', 32),
          column.text('address', 64, optional),
          column.text('user_agent', 255, optional),
          column.text('refresh_digest', 64, optional),
          column.text('spent_refresh_digest', 64, optional),
          column.text('successor_salt', 32, optional),
          column.moment('refreshed_at', optional),
          column.moment('created_at'),
          column.moment('last_used_at'),
          column.moment('idle_expires_at'),
          column.moment('expires_at'),
          column.moment('ended_at', optional),
          column.text('end_reason', 32, optional),
        ],
        foreignKeys: [toUser()],
        indices: [
          // Ending all sessions of an account.
          { name: 'sessions_by_user', columnNames: ['user_id'] },
          // Ending all sessions that a pair of client credentials opened.
          { name: 'sessions_by_client', columnNames: ['client_id'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('sessions');
  }
}
