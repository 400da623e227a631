import { MigrationExecutor, type QueryRunner } from 'typeorm';
import { quoted } from '../row-shape.js';
import { MoveRefused } from './move-refused.js';
import type { Side } from './side.js';
import type { TableLayout } from './table-layout.js';

interface Difference {
  readonly pending: boolean;
  readonly unknown: boolean;
}

/** @throws MoveRefused when it is not at the state that this release knows */
export async function mustBeUpToDate(side: Side): Promise<void> {
  const { pending, unknown } = await differenceOf(side);
  if (unknown) throw new MoveRefused('schema_differs', `The ${side.name} database was made by another release`);
  if (pending) throw new MoveRefused('schema_differs', `The ${side.name} database was made by an earlier release`);
}

/**
 * Makes the tables of the target where that loses nothing and changes no row.
 *
 * @throws MoveRefused when it has rows, or another release has made it
 */
export async function bringToSameSchema(side: Side, tables: readonly TableLayout[]): Promise<void> {
  const { pending, unknown } = await differenceOf(side);
  if (pending && !unknown && !(await hasRows(side, tables))) await side.source.runMigrations();
  await mustBeUpToDate(side);
}

async function differenceOf({ source }: Side): Promise<Difference> {
  const executed = await new MigrationExecutor(source).getExecutedMigrations();
  const seen = new Set(executed.map(({ name }) => name));
  const known = source.migrations.map((migration) => migration.name ?? migration.constructor.name);
  return {
    pending: known.some((name) => !seen.has(name)),
    unknown: [...seen].some((name) => !known.includes(name)),
  };
}

/** Over connections that are given back at once: running migrations takes one, too. */
async function hasRows({ source }: Side, tables: readonly TableLayout[]): Promise<boolean> {
  const runner = source.createQueryRunner();
  try {
    for (const { name } of tables) if ((await runner.hasTable(name)) && (await isFilled(runner, name))) return true;
    return false;
  } finally {
    await runner.release();
  }
}

async function isFilled(runner: QueryRunner, table: string): Promise<boolean> {
  const found = (await runner.query(`SELECT 1 FROM ${quoted(table)} LIMIT 1`)) as unknown[];
  return found.length > 0;
}
