import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** How the sweeper finds what is over. */
const INDICES: readonly (readonly [table: string, index: TableIndex])[] = [
  ['sessions', new TableIndex({ name: 'sessions_ended', columnNames: ['ended_at'], where: 'ended_at IS NOT NULL' })],
  ['one_time_tokens', new TableIndex({ name: 'one_time_tokens_by_expiry', columnNames: ['expires_at'] })],
  [
    'invitations',
    new TableIndex({ name: 'invitations_settled', columnNames: ['settled_at'], where: 'settled_at IS NOT NULL' }),
  ],
  ['known_networks', new TableIndex({ name: 'known_networks_by_use', columnNames: ['last_seen_at'] })],
];

export class IndexWhatIsOver1763769620000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, index] of INDICES) await queryRunner.createIndex(table, index);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table, index] of INDICES) await queryRunner.dropIndex(table, index);
  }
}
