import type { DataSource, Table, TableColumn } from 'typeorm';

/** As a table holds it, every value as text. */
export type StoredRow = Readonly<Record<string, string | null>>;

/** Values that mean something to a migration; any others are made up. */
const MEANT: Readonly<Record<string, string | null>> = {
  // Who is banned is not taken back to where nobody could be.
  'memberships.status': 'active',
  // Nor is a database whose own key that would lose.
  'data_keys.wrapped': null,
};

/** Without the schema that PostgreSQL's names begin with. */
export const plainName = (name: string): string => name.replace(/^.*\./, '');

/** Every table that migrations have made by now, each after those that it refers to. */
export async function tablesOf(source: DataSource): Promise<Table[]> {
  const names = await namesOf(source);
  const runner = source.createQueryRunner();
  const left = await runner.getTables(names).finally(() => runner.release());
  const ordered: Table[] = [];
  while (left.length > 0) {
    const waiting = left.map(({ name }) => plainName(name));
    const at = left.findIndex((table) => !targetsOf(table).some((target) => waiting.includes(target)));
    if (at < 0) throw new Error(`these refer to each other: ${waiting.join()}`);
    ordered.push(...left.splice(at, 1));
  }
  return ordered;
}

/** Whatever is there, but for what the ORM and the engine keep for themselves. */
async function namesOf(source: DataSource): Promise<string[]> {
  const catalog = {
    postgres: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
    sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'",
  };
  const isPostgres = source.options.type === 'postgres';
  const found: { name: string }[] = await source.query(isPostgres ? catalog.postgres : catalog.sqlite);
  return found.map(({ name }) => name).filter((name) => !/^(sqlite_.*|typeorm_metadata|migrations)$/.test(name));
}

function targetsOf({ name, foreignKeys }: Table): string[] {
  return foreignKeys
    .map(({ referencedTableName }) => plainName(referencedTableName))
    .filter((target) => target !== plainName(name));
}

/**
 * Adds rows to a table as it stands, whatever it is about: those with even numbers hold something in every column,
 * those with odd ones only what they must. Rows of the same number belong together.
 */
export async function addRows(source: DataSource, table: Table, { from, count }: { from: number; count: number }) {
  const rows = Array.from({ length: count }, (_, index) => rowOf(table, from + index));
  const names = table.columns.map(({ name }) => `"${name}"`).join(', ');
  const isPostgres = source.options.type === 'postgres';
  const places = table.columns.map((_, at) => (isPostgres ? `$${at + 1}` : '?')).join(', ');
  for (const row of rows) {
    const values = table.columns.map(({ name }) => row[name]);
    await source.query(`INSERT INTO "${plainName(table.name)}" (${names}) VALUES (${places})`, values);
  }
}

/** All rows of a table, in some lasting order. */
export async function rowsIn(source: DataSource, name: string): Promise<StoredRow[]> {
  const rows: Record<string, string | number | null>[] = await source.query(`SELECT * FROM "${name}"`);
  const texts = rows.map((row): StoredRow =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, value === null ? null : String(value)])),
  );
  return texts.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

export function rowOf(table: Table, number: number): StoredRow {
  return Object.fromEntries(table.columns.map((column) => [column.name, valueOf(table, column, number)]));
}

function valueOf(table: Table, column: TableColumn, number: number): string | null {
  const reference = table.foreignKeys.find(({ columnNames }) => columnNames.join() === column.name);
  const where = reference
    ? `${plainName(reference.referencedTableName)}.${reference.referencedColumnNames.join()}`
    : `${plainName(table.name)}.${column.name}`;
  if (column.isNullable && number % 2 === 1) return null;
  const meant = MEANT[where];
  return meant === undefined ? invented(column, where, number) : meant;
}

/** Long texts are JSON, which some of the columns must be. */
function invented({ type, length }: TableColumn, where: string, number: number): string {
  if (type === 'integer') return String(number);
  if (type === 'bigint') return String(1_900_000_000_000 + number);
  const words = `${number} ${where} “é”`;
  return type === 'text' ? JSON.stringify({ words }) : words.slice(0, Number(length));
}
