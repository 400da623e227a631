import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '../support/databases.js';
import { Cluster, findPostgres } from '../postgres/cluster.mjs';

/** A database of one's own on a server of one's own, where it needs one. */
export interface Ground {
  readonly database: TestDatabase;
  readonly cluster?: Cluster;
  clear(): Promise<void>;
}

type Engine = readonly [name: string, prepare: () => Promise<Ground>];

const SQLITE: Engine = [
  'SQLite',
  async () => {
    const database = await createSqliteDatabase();
    return { database, clear: () => database.drop() };
  },
];

const POSTGRES: Engine = [
  'PostgreSQL',
  async () => {
    const cluster = await Cluster.start();
    const database = await createPostgresDatabase(cluster.url);
    const clear = async () => {
      await database.drop();
      await cluster.stop();
    };
    return { database, cluster, clear };
  },
];

/** PostgreSQL counts as missing only where nobody has promised it. */
export const hasPostgres = findPostgres() !== undefined || process.env.CI === 'true';

if (!hasPostgres) say('There is no PostgreSQL server on this machine: only SQLite is tested.');

export const ENGINES: readonly Engine[] = hasPostgres ? [SQLITE, POSTGRES] : [SQLITE];

/** Figures for whoever reads the run; Jest would wrap them into a report of where they were printed. */
export function say(line: string): void {
  process.stdout.write(`    ${line}\n`);
}
