import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const PAGE = ['created_at', 'id'];

const OF_USERS = [
  // All accounts page by page, or those created in some span of time.
  new TableIndex({ name: 'users_by_creation', columnNames: PAGE }),
  // Those of one role; and the superadmins, when one of them is about to go.
  new TableIndex({ name: 'users_by_role', columnNames: ['role', ...PAGE] }),
  // The few that are disabled, and those whose address is not verified; the others are what any page holds anyway.
  new TableIndex({ name: 'users_disabled', columnNames: PAGE, where: 'disabled_at IS NOT NULL' }),
  new TableIndex({ name: 'users_unverified', columnNames: PAGE, where: 'email_confirmed_at IS NULL' }),
];

const BY_USER = new TableIndex({ name: 'sessions_by_user', columnNames: ['user_id'] });

/** An account's sessions page by page, and ending all of them. */
const BY_USER_AND_CREATION = new TableIndex({
  name: 'sessions_by_user_and_creation',
  columnNames: ['user_id', ...PAGE],
});

/** How many sessions live; of columns that do not change while one lives. */
const LIVING = new TableIndex({ name: 'sessions_living', columnNames: ['expires_at'], where: 'ended_at IS NULL' });

export class IndexAccounts1763769615001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createIndices('users', OF_USERS);
    await queryRunner.createIndices('sessions', [BY_USER_AND_CREATION, LIVING]);
    await queryRunner.dropIndex('sessions', BY_USER);
    await collateNames(queryRunner, '"C"');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await collateNames(queryRunner, 'pg_catalog."default"');
    await queryRunner.createIndex('sessions', BY_USER);
    for (const index of [BY_USER_AND_CREATION, LIVING]) await queryRunner.dropIndex('sessions', index);
    for (const index of OF_USERS) await queryRunner.dropIndex('users', index);
  }
}

/**
 * Finding names by how they begin: a span of the primary key, as long as names are compared by their bytes.
 * SQLite does so by itself, PostgreSQL in the order of some language unless told otherwise.
 */
async function collateNames(queryRunner: QueryRunner, collation: string): Promise<void> {
  if (queryRunner.dataSource.options.type !== 'postgres') return;
  await queryRunner.query(`ALTER TABLE user_identifiers ALTER COLUMN key TYPE varchar(512) COLLATE ${collation}`);
}
