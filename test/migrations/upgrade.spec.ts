import { DataSource, type EntityMetadata, EntitySchema, type ObjectLiteral, type Table } from 'typeorm';
import { schema } from '#core/schema';
import { dataSourceOptions, Migrations, type Schema } from '#platform/database';
import { configOf, ENGINES, type TestDatabase } from '../support/databases.js';
import { addRows, plainName, rowOf, rowsIn, type StoredRow, tablesOf } from '../support/rows.js';
import { breachesOf, EXCEPTIONS } from './breaches.js';

const MIGRATIONS = schema.migrations.length;
/** Of each state of the schema, in every table that it has. */
const ROWS = 2;
const NEWEST_ROWS = 1000;

type Contents = Readonly<Record<string, readonly StoredRow[]>>;

/** The schema as it was after so many migrations. */
const upTo = (count: number): Schema => ({ ...schema, migrations: schema.migrations.slice(0, count) });

describe.each(ENGINES)('upgrades on %s', (_, createDatabase) => {
  let database: TestDatabase;
  /** The tables after none of the migrations, after the first, and so on. */
  const states: (readonly Table[])[] = [[]];
  let newest: Contents;

  beforeAll(async () => {
    database = await createDatabase();
  });

  afterAll(() => database.drop());

  const config = () => configOf(database.environment);
  const migrations = (count = MIGRATIONS) => new Migrations(config(), upTo(count));

  async function ask<T>(work: (source: DataSource) => Promise<T>, entities: Schema['entities'] = schema.entities) {
    const source = await new DataSource(dataSourceOptions(config(), { ...schema, entities })).initialize();
    return work(source).finally(() => source.destroy());
  }

  const contentsOf = async (source: DataSource, tables: readonly Table[]): Promise<Contents> => {
    const contents: Record<string, readonly StoredRow[]> = {};
    for (const { name } of tables) contents[plainName(name)] = await rowsIn(source, plainName(name));
    return contents;
  };

  /** Two rows more in every table there is; tells what they all hold then. */
  const fill = (state: number) =>
    ask(async (source) => {
      const tables = await tablesOf(source);
      for (const table of tables) await addRows(source, table, { from: state * ROWS, count: ROWS });
      return { tables, contents: await contentsOf(source, tables) };
    });

  const look = () =>
    ask(async (source) => {
      const tables = await tablesOf(source);
      return { tables, contents: await contentsOf(source, tables) };
    });

  /** Rows may come, columns may come and go; what is in both is the same. */
  const expectKept = (before: Contents, after: Contents) => {
    for (const [table, rows] of Object.entries(before)) {
      const now = after[table];
      if (now) expect(now).toEqual(expect.arrayContaining(rows.map((row) => sharedWith(now, row))));
    }
  };

  const sharedWith = ([sample = {}]: readonly StoredRow[], row: StoredRow): unknown =>
    expect.objectContaining(Object.fromEntries(Object.entries(row).filter(([column]) => column in sample)));

  it('go forward one migration at a time from the oldest, with rows of every age, and lose none of them', async () => {
    let before: Contents = {};
    for (let count = 1; count <= MIGRATIONS; count++) {
      await migrations(count).up();
      const { tables, contents } = await look();
      states.push(tables);
      expect(Object.keys(contents)).toEqual(expect.arrayContaining(Object.keys(before)));
      expectKept(before, contents);
      ({ contents: before } = await fill(count));
    }
    newest = before;
    const names = await ask(async (source) => source.entityMetadatas.map(({ tableName }) => tableName));
    expect(Object.keys(newest).sort()).toEqual(names.sort());
    expect(Math.min(...Object.values(newest).map((rows) => rows.length))).toBeGreaterThanOrEqual(ROWS);
  });

  it('only add, each of them, to what the release before reads and writes', () => {
    const breaches = schema.migrations.map(({ name }, at) => [
      name,
      breachesOf(states[at] ?? [], states[at + 1] ?? []),
    ]);
    const expected = schema.migrations.map(({ name }) => [name, EXCEPTIONS[name]?.breaches ?? []]);
    expect(breaches).toEqual(expected);
  });

  it('let every earlier state of the entities write and read what it knows in the newest tables', async () => {
    for (let count = 1; count < MIGRATIONS; count++) {
      const tables = states[count] ?? [];
      const refused = await ask(async (source) => {
        const old = source.entityMetadatas.flatMap((metadata) => restricted(metadata, tables));
        return refusedOf(old, tables, NEWEST_ROWS + count);
      });
      expect([schema.migrations[count - 1]?.name, refused]).toEqual([
        schema.migrations[count - 1]?.name,
        refusedAfter(count, tables),
      ]);
    }
  });

  /** The tables in which an old program cannot write or does not find what it wrote, by trying. */
  function refusedOf(old: readonly EntitySchema[], tables: readonly Table[], number: number): Promise<string[]> {
    return ask(
      async (source) => {
        const refused: string[] = [];
        for (const table of tables) {
          const { metadata, ...repository } = { ...repositoryOf(source, table) };
          const row = propertiesOf(metadata, rowOf(table, number));
          const isDone = await repository.insert(row).then(
            () => true,
            () => false,
          );
          if (!isDone) refused.push(plainName(table.name));
          else expect(await repository.find(keyOf(metadata, row))).toEqual(row);
        }
        return refused;
      },
      old as unknown as Schema['entities'],
    );
  }

  it('go all down and up again with rows in every table, to the same tables', async () => {
    const { tables: before, contents } = await look();
    let above = contents;
    for (let count = MIGRATIONS - 1; count >= 0; count--) {
      await migrations().down(1);
      const below = await look();
      expectKept(above, below.contents);
      above = below.contents;
    }
    expect(above).toEqual({});
    await migrations().up();
    expect(shapeOf((await look()).tables)).toEqual(shapeOf(before));
    const { contents: refilled } = await fill(0);
    expect(Object.keys(refilled).sort()).toEqual(Object.keys(newest).sort());
  });
});

/** What an exception of a later migration says that it cannot write. */
function refusedAfter(count: number, tables: readonly Table[]): string[] {
  const later = schema.migrations.slice(count).flatMap(({ name }) => EXCEPTIONS[name]?.breaches ?? []);
  const names = tables.map(({ name }) => plainName(name));
  return names.filter((name) => later.some((breach) => breach.startsWith(`${name}.`)));
}

/** The entity as it was when its table had only those columns; none when there was no such table. */
function restricted(metadata: EntityMetadata, tables: readonly Table[]): EntitySchema[] {
  const table = tables.find(({ name }) => plainName(name) === metadata.tableName);
  if (!table) return [];
  const known = metadata.columns.filter(({ databaseName }) => table.findColumnByName(databaseName));
  const columns = known.map((column) => {
    const { databaseName: name, type, length, isNullable: nullable, isPrimary: primary, transformer } = column;
    return [column.propertyName, { name, type, length, nullable, primary, ...(transformer && { transformer }) }];
  });
  return [
    new EntitySchema({
      name: metadata.tableName,
      tableName: metadata.tableName,
      columns: Object.fromEntries(columns) as never,
    }),
  ];
}

function repositoryOf(source: DataSource, { name }: Table) {
  const repository = source.getRepository<ObjectLiteral>(plainName(name));
  return {
    metadata: repository.metadata,
    insert: (row: ObjectLiteral) =>
      source.createQueryBuilder().insert().into(plainName(name)).values(row).updateEntity(false).execute(),
    find: (key: ObjectLiteral) => repository.findOneBy(key),
  };
}

/** A stored row as the program has it in hand. */
function propertiesOf(metadata: EntityMetadata, row: StoredRow): ObjectLiteral {
  return Object.fromEntries(
    metadata.columns.map(({ databaseName, propertyName, type, transformer }) => {
      const stored = row[databaseName] ?? null;
      if (stored === null) return [propertyName, null];
      if (type === 'simple-json') return [propertyName, JSON.parse(stored)];
      if (type === 'integer') return [propertyName, Number(stored)];
      const [change] = [transformer ?? []].flat();
      return [propertyName, change ? (change.from(stored) as unknown) : stored];
    }),
  );
}

function keyOf(metadata: EntityMetadata, row: ObjectLiteral): ObjectLiteral {
  return Object.fromEntries(
    metadata.primaryColumns.map(({ propertyName }) => [propertyName, row[propertyName] as unknown]),
  );
}

function shapeOf(tables: readonly Table[]) {
  const byName = (one: { name?: string }, other: { name?: string }) => ((one.name ?? '') < (other.name ?? '') ? -1 : 1);
  return tables.toSorted(byName).map(({ name, columns, indices, uniques, foreignKeys }) => ({
    name,
    columns: columns.toSorted(byName),
    indices: indices.toSorted(byName),
    uniques: uniques.toSorted(byName),
    foreignKeys: foreignKeys.toSorted(byName),
  }));
}
