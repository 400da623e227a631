import { existsSync } from 'node:fs';
import { DataSource, type DataSourceOptions, MigrationExecutor, type QueryRunner } from 'typeorm';
import { dataSourceOptions, type Schema } from './data-source-options.js';
import type { DatabaseConfig } from './database.config.js';
import { whileAlone } from './migrate.js';
import { StatementRecorder } from './statement-recorder.js';

export interface MigrationState {
  readonly name: string;
  /** `unknown`: the database has seen it, and this release does not have it. */
  readonly state: 'done' | 'pending' | 'unknown';
}

export interface PlannedMigration {
  readonly name: string;
  /** What would be run, in its order and without semicolons. */
  readonly statements: readonly string[];
}

/** The database was changed by a migration of another release, which alone knows the way back. */
export class MigrationUnknown extends Error {
  constructor(readonly migration: string) {
    super(`This release does not have the migration ${migration}`);
    this.name = 'MigrationUnknown';
  }
}

/** The steps of the schema, for those who want to see or go them one by one. */
export class Migrations {
  constructor(
    private readonly config: DatabaseConfig,
    private readonly schema: Schema,
  ) {}

  /** Whether there is a database at all; PostgreSQL's has to be made by whoever runs that server. */
  get isThere(): boolean {
    return this.config.postgresUrl !== undefined || existsSync(this.config.sqliteFile);
  }

  /** Every migration, oldest first. */
  async states(): Promise<readonly MigrationState[]> {
    const known = this.schema.migrations.map(({ name }) => name);
    if (!this.isThere) return known.map((name) => ({ name, state: 'pending' }));
    const source = await new DataSource(dataSourceOptions(this.config, this.schema)).initialize();
    const executed = await new MigrationExecutor(source).getExecutedMigrations().finally(() => source.destroy());
    const done = new Set(executed.map(({ name }) => name));
    const unknown = [...done].filter((name) => !known.includes(name)).reverse();
    return [
      ...known.map((name) => ({ name, state: done.has(name) ? ('done' as const) : ('pending' as const) })),
      ...unknown.map((name) => ({ name, state: 'unknown' as const })),
    ];
  }

  /** Runs what is pending, and tells what that was. */
  async up(): Promise<readonly string[]> {
    const run = await whileAlone(this.config, this.schema, (source) => source.runMigrations());
    return run.map(({ name }) => name);
  }

  /**
   * Takes the newest migrations back, each in a transaction of its own, and tells which.
   *
   * @throws MigrationUnknown
   */
  async down(steps: number): Promise<readonly string[]> {
    if (!this.isThere) return [];
    return whileAlone(this.config, this.schema, async (source) => {
      const undone: string[] = [];
      for (let name = await this.undoLast(source); name !== undefined; name = await this.undoLast(source)) {
        undone.push(name);
        if (undone.length === steps) break;
      }
      return undone;
    });
  }

  /**
   * What {@link up} would run. It is run in a transaction that is undone, for only then do the later steps find
   * what the earlier ones leave behind; where there is no database yet, on one in memory.
   */
  async plan(): Promise<readonly PlannedMigration[]> {
    const recorder = new StatementRecorder();
    const place = this.isThere ? {} : { database: ':memory:' };
    const options = { ...dataSourceOptions(this.config, this.schema), ...place, logger: recorder };
    const source = await new DataSource(options as DataSourceOptions).initialize();
    try {
      const planned = await undoing(source, (runner) => runRecorded(new MigrationExecutor(source, runner), recorder));
      return this.config.postgresUrl === undefined ? planned.map(withoutCascades) : planned;
    } finally {
      await source.destroy();
    }
  }

  private async undoLast(source: DataSource): Promise<string | undefined> {
    const [last] = await new MigrationExecutor(source).getExecutedMigrations();
    if (!last) return undefined;
    if (!this.schema.migrations.some(({ name }) => name === last.name)) throw new MigrationUnknown(last.name);
    await withoutForeignKeys(source, async (runner) => {
      await runner.startTransaction();
      try {
        await new MigrationExecutor(source, runner).undoLastMigration();
        await runner.commitTransaction();
      } catch (error) {
        await runner.rollbackTransaction();
        throw error;
      }
    });
    return last.name;
  }
}

async function runRecorded(executor: MigrationExecutor, recorder: StatementRecorder): Promise<PlannedMigration[]> {
  const planned: PlannedMigration[] = [];
  const pending = await executor.getPendingMigrations();
  recorder.take();
  for (const migration of pending) {
    await executor.executeMigration(migration);
    planned.push({ name: migration.name, statements: recorder.take() });
  }
  return planned;
}

/** As it happens on SQLite: there the switch is a call of the driver, and no statement that could be seen. */
function withoutCascades({ name, statements }: PlannedMigration): PlannedMigration {
  return { name, statements: ['PRAGMA foreign_keys = OFF', ...statements, 'PRAGMA foreign_keys = ON'] };
}

async function undoing<T>(source: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  return withoutForeignKeys(source, async (runner) => {
    await runner.startTransaction();
    return work(runner).finally(() => runner.rollbackTransaction());
  });
}

/** SQLite rebuilds a table by dropping it, and takes what refers to it along unless told otherwise before a transaction. */
async function withoutForeignKeys<T>(source: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    await runner.beforeMigration();
    return await work(runner).finally(() => runner.afterMigration());
  } finally {
    await runner.release();
  }
}
