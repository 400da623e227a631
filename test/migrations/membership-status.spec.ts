import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { dataSourceOptions } from '#platform/database';
import { configOf, ENGINES, type TestDatabase } from '../support/databases.js';

const BEFORE = schema.migrations.findIndex(({ name }) => name === 'AddMembershipStatus1763769611000');

describe.each(ENGINES)('members from before there were bans, on %s', (_, createDatabase) => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await createDatabase();
    source = await new DataSource(dataSourceOptions(configOf(database.environment), schema)).initialize();
    await source.runMigrations();
    for (let count = schema.migrations.length; count > BEFORE; count--) await source.undoLastMigration();
    await source.query(`INSERT INTO users (id, password_hash, role, user_metadata, app_metadata, created_at, updated_at)
      VALUES ('u1', 'x', 'user', '{}', '{}', 1, 1), ('u2', 'x', 'user', '{}', '{}', 1, 1)`);
    await source.query(`INSERT INTO organizations (id, slug, name, settings, created_at, updated_at)
      VALUES ('o1', 'acme', 'Acme', '{}', 1, 1)`);
    await source.query(`INSERT INTO memberships (organization_id, user_id, role, joined_at)
      VALUES ('o1', 'u1', 'owner', 2), ('o1', 'u2', 'member', 3)`);
  });

  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  const rows = async (): Promise<unknown[]> => source.query('SELECT * FROM memberships ORDER BY user_id');

  it('are active, and what they were', async () => {
    await source.runMigrations();

    expect(await rows()).toMatchObject([
      { organization_id: 'o1', user_id: 'u1', role: 'owner', status: 'active', last_active_at: null },
      { organization_id: 'o1', user_id: 'u2', role: 'member', status: 'active', last_active_at: null },
    ]);
    expect(await source.query('SELECT id FROM organizations')).toEqual([{ id: 'o1' }]);
  });

  it('lose who was banned since, when it is undone', async () => {
    await source.query("UPDATE memberships SET status = 'banned' WHERE user_id = 'u2'");
    for (let count = schema.migrations.length; count > BEFORE; count--) await source.undoLastMigration();

    expect(await rows()).toMatchObject([{ user_id: 'u1', role: 'owner' }]);
  });
});
