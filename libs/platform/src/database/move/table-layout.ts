import type { DataSource, EntityMetadata } from 'typeorm';

export interface LayoutColumn {
  readonly name: string;
  readonly isNumber: boolean;
}

/** What has to be known of a table to carry its rows somewhere else. */
export interface TableLayout {
  readonly name: string;
  readonly columns: readonly LayoutColumn[];
  readonly key: readonly string[];
}

const NUMBERS: ReadonlySet<unknown> = new Set(['bigint', 'integer']);
const TEXTS: ReadonlySet<unknown> = new Set(['varchar', 'text', 'simple-json']);

/** The tables of all entities, each after those that it refers to. */
export async function layoutsOf(source: DataSource): Promise<readonly TableLayout[]> {
  const references = await referencesIn(source);
  const left = new Map(source.entityMetadatas.map((metadata) => [metadata.tableName, metadata]));
  const ordered: TableLayout[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(({ tableName }) => isFree(references.get(tableName) ?? [], left));
    if (free.length === 0) throw new Error(`These tables refer to each other: ${[...left.keys()].join(', ')}`);
    for (const metadata of free) {
      ordered.push(layoutOf(metadata));
      left.delete(metadata.tableName);
    }
  }
  return ordered;
}

function isFree(references: readonly string[], left: ReadonlyMap<string, unknown>): boolean {
  return !references.some((name) => left.has(name));
}

/** As the database has them: more than the entities say. */
async function referencesIn(source: DataSource): Promise<ReadonlyMap<string, readonly string[]>> {
  const runner = source.createQueryRunner();
  try {
    const tables = await runner.getTables(source.entityMetadatas.map(({ tablePath }) => tablePath));
    return new Map(
      tables.map(({ name, foreignKeys }) => [
        plain(name),
        foreignKeys
          .map(({ referencedTableName }) => plain(referencedTableName))
          .filter((other) => other !== plain(name)),
      ]),
    );
  } finally {
    await runner.release();
  }
}

/** Without the schema that PostgreSQL's names begin with. */
function plain(name: string): string {
  return name.replace(/^.*\./, '');
}

function layoutOf({ tableName, columns, primaryColumns }: EntityMetadata): TableLayout {
  return {
    name: tableName,
    columns: columns.map(({ databaseName, type }) => {
      const isNumber = NUMBERS.has(type);
      if (!isNumber && !TEXTS.has(type)) throw new Error(`${databaseName}: no way is known to move a ${String(type)}`);
      return { name: databaseName, isNumber };
    }),
    key: primaryColumns.map(({ databaseName }) => databaseName),
  };
}
