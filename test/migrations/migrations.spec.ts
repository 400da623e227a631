import { Test } from '@nestjs/testing';
import { DataSource, type EntityMetadata, type QueryRunner, type Table } from 'typeorm';
import { schema } from '#core/schema';
import { ConfigurationModule, readConfiguration } from '#platform/config';
import { DatabaseModule, databaseSection, dataSourceOptions } from '#platform/database';
import { configOf, ENGINES, type TestDatabase } from '../support/databases.js';

const MIGRATIONS = schema.migrations.length;

/** A column as both an entity and a table can describe it. */
interface ColumnShape {
  readonly name: string;
  readonly type: string;
  readonly length: string;
  readonly isNullable: boolean;
  readonly isPrimary: boolean;
  readonly default: unknown;
}

const byName = (one: ColumnShape, other: ColumnShape) => (one.name < other.name ? -1 : 1);

/** Which columns a constraint is about, whatever it is called. */
const spelled = (columns: readonly { databaseName: string }[]) =>
  columns.map(({ databaseName }) => databaseName).join();

describe.each(ENGINES)('the migrations on %s', (_, createDatabase) => {
  let database: TestDatabase;
  let source: DataSource;
  let runner: QueryRunner;

  beforeAll(async () => {
    database = await createDatabase();
    source = await new DataSource(dataSourceOptions(configOf(database.environment), schema)).initialize();
    runner = source.createQueryRunner();
    await source.runMigrations();
  });

  afterAll(async () => {
    await runner.release();
    await source.destroy();
    await database.drop();
  });

  const tableOf = async (metadata: EntityMetadata): Promise<Table> => {
    const table = await runner.getTable(metadata.tablePath);
    if (!table) throw new Error(`there is no table ${metadata.tablePath}`);
    return table;
  };

  /** With the columns in their order, which the reader of PostgreSQL's tables does not keep. */
  const indicesOf = async (metadata: EntityMetadata) => {
    const { indices } = await tableOf(metadata);
    if (source.options.type !== 'postgres') return indices;
    const rows: { indexname: string; indexdef: string }[] = await source.query(
      'SELECT indexname, indexdef FROM pg_indexes',
    );
    return indices.map(({ name, isUnique }) => {
      const { indexdef = '' } = rows.find(({ indexname }) => indexname === name) ?? {};
      return { isUnique, columnNames: /\((.*?)\)/.exec(indexdef)?.[1]?.split(', ') ?? [] };
    });
  };

  const structure = async () => {
    const tables: Table[] = [];
    for (const metadata of source.entityMetadatas) tables.push(await tableOf(metadata));
    return tables.map(({ name, columns, indices, uniques, foreignKeys }) => ({
      name,
      columns,
      // In whatever order the catalog happens to tell them.
      indices: indices.toSorted((one, other) => ((one.name ?? '') < (other.name ?? '') ? -1 : 1)),
      uniques,
      foreignKeys,
    }));
  };

  /** Tables of entities that are left. */
  const leftovers = async () => {
    // By name: of all there are, the ORM asks about those of PostgreSQL itself at once over one connection.
    const tables = await runner.getTables(source.entityMetadatas.map(({ tableName }) => tableName));
    return tables.map(({ name }) => name);
  };

  const goDown = async () => {
    for (let step = 0; step < MIGRATIONS; step++) await source.undoLastMigration();
  };

  it('go up, all down, and up again to the same tables', async () => {
    const before = await structure();
    expect(before.map(({ columns }) => columns.length)).not.toContain(0);
    await goDown();
    expect(await leftovers()).toEqual([]);
    expect(await source.query('SELECT * FROM migrations')).toEqual([]);
    expect(await source.runMigrations()).toHaveLength(MIGRATIONS);
    expect(await structure()).toEqual(before);
    expect(await source.runMigrations()).toEqual([]);
  });

  it('are done once by several processes that start at the same moment', async () => {
    await goDown();
    const configuration = readConfiguration([databaseSection], database.environment);
    const imports = [ConfigurationModule.with(configuration), DatabaseModule.with(schema)];
    const started = await Promise.all(Array.from({ length: 3 }, () => Test.createTestingModule({ imports }).compile()));
    for (const app of started) await app.close();
    expect(await source.runMigrations()).toEqual([]);
    expect(await source.query('SELECT * FROM migrations')).toHaveLength(MIGRATIONS);
  });

  it('make the columns that the entities expect, no more and no fewer', async () => {
    for (const metadata of source.entityMetadatas) {
      const expected = metadata.columns.map((column): ColumnShape => ({
        name: column.databaseName,
        type: source.driver.normalizeType(column),
        length: source.driver.getColumnLength(column),
        isNullable: column.isNullable,
        isPrimary: column.isPrimary,
        default: column.default,
      }));
      const { columns } = await tableOf(metadata);
      const actual = columns.map(({ name, type, length, isNullable, isPrimary, default: byDefault }): ColumnShape => ({
        name,
        type,
        length,
        isNullable,
        isPrimary,
        default: byDefault,
      }));
      expect(actual.sort(byName)).toEqual(expected.sort(byName));
    }
  });

  it('make what the entities declare unique, indexed and dependent, under names of their own', async () => {
    for (const metadata of source.entityMetadatas) {
      const { uniques, foreignKeys } = await tableOf(metadata);
      const indices = await indicesOf(metadata);
      const declared = metadata.indices.map((index) => [spelled(index.columns), index.isUnique]);
      const plain = indices.map((index) => [index.columnNames.join(), index.isUnique]);
      expect(plain.sort()).toEqual(declared.sort());
      const declaredUnique = metadata.uniques.map(({ columns }) => spelled(columns));
      expect(uniques.map(({ columnNames }) => columnNames.join()).sort()).toEqual(declaredUnique.sort());
      const references = foreignKeys.map((key) => [
        key.columnNames.join(),
        key.referencedTableName.replace(/^.*\./, ''),
        key.onDelete,
      ]);
      for (const key of metadata.foreignKeys) {
        expect(references).toContainEqual([spelled(key.columns), key.referencedEntityMetadata.tableName, key.onDelete]);
      }
    }
  });

  it('have everything of an account go with it', async () => {
    const ofAccounts = source.entityMetadatas.filter(({ columns }) =>
      columns.some(({ databaseName }) => databaseName === 'user_id'),
    );
    expect(ofAccounts.map(({ tableName }) => tableName).sort()).toEqual([
      'clients',
      'flows',
      'known_networks',
      'memberships',
      'one_time_tokens',
      'sessions',
      'user_identifiers',
    ]);
    for (const metadata of ofAccounts) {
      const { foreignKeys } = await tableOf(metadata);
      const toUser = foreignKeys.filter(({ columnNames }) => columnNames.join() === 'user_id');
      expect(
        toUser.map(({ onDelete, referencedTableName }) => [referencedTableName.replace(/^.*\./, ''), onDelete]),
      ).toEqual([['users', 'CASCADE']]);
    }
  });
});
