import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { readConfiguration } from '#platform/config';
import { type DatabaseConfig, databaseSection, dataSourceOptions } from '#platform/database';
import { ENGINES, type TestDatabase } from '../support/databases.js';

const BEFORE = schema.migrations.findIndex(({ name }) => name === 'CreateDataKeys1763769618000');

const MAIL = `INSERT INTO outbox_messages (id, sealed, status, attempts, due_at, created_at)
  VALUES ('m', 'v1.AAAA', 'mailbox', 0, 1, 1)`;

describe.each(ENGINES)('the table of data keys on %s', (_, createDatabase) => {
  let database: TestDatabase;
  let source: DataSource;

  /** At the state right before the table came. */
  beforeEach(async () => {
    database = await createDatabase();
    const config = readConfiguration([databaseSection], database.environment).get(databaseSection.token);
    source = await new DataSource(dataSourceOptions(config as DatabaseConfig, schema)).initialize();
    await source.runMigrations();
    await undo();
  });

  afterEach(async () => {
    await source.destroy();
    await database.drop();
  });

  const undo = async () => {
    for (let count = schema.migrations.length; count > BEFORE; count--) await source.undoLastMigration();
  };

  const rows = () => source.query<unknown[]>('SELECT id, wrapped FROM data_keys');

  it('takes the master key itself for the root of a database in use', async () => {
    await source.query(MAIL);
    await source.runMigrations();
    expect(await rows()).toEqual([{ id: 'root', wrapped: null }]);
  });

  it('is empty in a new one, so that its root is made at random', async () => {
    await source.runMigrations();
    expect(await rows()).toEqual([]);
  });

  it('is not taken back where that would lose the keys', async () => {
    await source.runMigrations();
    await source.query(MAIL);
    await source.query(`INSERT INTO data_keys (id, wrapped, created_at) VALUES ('root', 'AAAA', 1)`);
    await expect(undo()).rejects.toThrow('Taking it back would lose the keys of this database');
    expect(await rows()).toEqual([{ id: 'root', wrapped: 'AAAA' }]);
  });
});
