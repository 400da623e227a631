import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { Migrations } from '#platform/database';
import { CommandLine, failedAsJson, type Outcome } from '../support/command-line.js';
import { configOf, ENGINES, type TestDatabase } from '../support/databases.js';
import { addRows, plainName, rowsIn, tablesOf } from '../support/rows.js';
import { until } from '../support/until.js';

/** More than a move carries at once. */
const KEYS = 1200;
const ROWS = 4;
/** A table that refers to no other. */
const WRITTEN = 'users';
const WRITE = { from: 5000, count: 1 };
const BUSY = expect.objectContaining({ code: 'SQLITE_BUSY' });
const LOCK_NOT_AVAILABLE = expect.objectContaining({ code: '55P03' });

/** One of the two ends, as a program would see it that is not the service: it waits for no lock of SQLite's. */
function connect({ environment }: TestDatabase): Promise<DataSource> {
  const { postgresUrl, sqliteFile } = configOf(environment);
  return postgresUrl === undefined
    ? new DataSource({ type: 'better-sqlite3', database: sqliteFile, timeout: 0 }).initialize()
    : new DataSource({ type: 'postgres', url: postgresUrl }).initialize();
}

async function ask<T>(database: TestDatabase, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await connect(database);
  return work(source).finally(() => source.destroy());
}

const contentsOf = (database: TestDatabase) =>
  ask(database, async (source) => {
    const tables = await tablesOf(source);
    const rows = tables.map(async ({ name }) => [plainName(name), await rowsIn(source, plainName(name))] as const);
    return Object.fromEntries(await Promise.all(rows));
  });

/** Somebody writes a row, like any other program. */
const writeTo = (database: TestDatabase) =>
  ask(database, async (source) => {
    const table = (await tablesOf(source)).find(({ name }) => plainName(name) === WRITTEN);
    if (table === undefined) throw new Error(`there is no table ${WRITTEN}`);
    await addRows(source, table, WRITE);
  });

async function fill(database: TestDatabase): Promise<void> {
  await new Migrations(configOf(database.environment), schema).up();
  await ask(database, async (source) => {
    for (const table of await tablesOf(source)) {
      await addRows(source, table, { from: 0, count: plainName(table.name) === 'api_keys' ? KEYS : ROWS });
    }
  });
}

type Direction = 'to-postgres' | 'to-sqlite';

/** Whoever carries API keys into PostgreSQL, or out of it, waits at one of them for a lock that the test holds. */
const BARRIERS: Record<Direction, readonly string[]> = {
  'to-postgres': [
    `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END $$`,
    `CREATE TRIGGER wait BEFORE INSERT ON api_keys FOR EACH ROW
      WHEN (NEW.id LIKE '700 %') EXECUTE FUNCTION wait()`,
  ],
  'to-sqlite': [
    `CREATE FUNCTION wait() RETURNS boolean LANGUAGE plpgsql
      AS $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN true; END $$`,
    'ALTER TABLE api_keys RENAME TO api_keys_behind',
    `CREATE VIEW api_keys AS SELECT * FROM api_keys_behind
      WHERE id NOT LIKE '700 %' OR current_query() NOT LIKE 'FETCH%' OR wait()`,
  ],
};
const REMOVALS: Record<Direction, readonly string[]> = {
  'to-postgres': ['DROP FUNCTION wait CASCADE'],
  'to-sqlite': ['DROP VIEW api_keys', 'ALTER TABLE api_keys_behind RENAME TO api_keys', 'DROP FUNCTION wait'],
};

async function all(server: DataSource, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await server.query(statement);
}

/** What every statement that writes needs: whether others can have it, of each table. */
const tablesToBeWritten = (database: TestDatabase) =>
  ask(database, async (source) => {
    const free: string[] = [];
    for (const { name } of await tablesOf(source)) {
      const statement = `LOCK TABLE "${plainName(name)}" IN ROW EXCLUSIVE MODE NOWAIT`;
      await source
        .transaction((manager) => manager.query(statement))
        .then(
          () => free.push(name),
          (error: unknown) => expect(error).toEqual(LOCK_NOT_AVAILABLE),
        );
    }
    return free;
  });

const POSTGRES = ENGINES.filter(([name]) => name === 'PostgreSQL');

(POSTGRES.length > 0 ? describe.each(POSTGRES) : () => undefined)(
  'while rosetta move is under way to or from %s',
  (_, createPostgres) => {
    let postgres: TestDatabase;
    let sqlite: TestDatabase;
    let server: DataSource;

    beforeEach(async () => {
      postgres = await createPostgres();
      const { DATA_DIR } = postgres.environment;
      sqlite = { environment: { DATA_DIR }, drop: () => Promise.resolve() };
      server = await connect(postgres);
    });

    afterEach(async () => {
      await server.destroy();
      await postgres.drop();
    });

    const move = (direction: Direction, ...args: readonly string[]) =>
      new CommandLine(postgres.environment.DATA_DIR, postgres.environment).run('move', direction, ...args);

    const isWaiting = async (type: string) => {
      const database = '(SELECT oid FROM pg_database WHERE datname = current_database())';
      const waiting = `SELECT 1 FROM pg_locks WHERE database = ${database} AND locktype = $1 AND NOT granted`;
      const found: unknown[] = await server.query(waiting, [type]);
      return found.length > 0;
    };

    /** Does that while rows are being carried, and then lets the move go on to its end. */
    async function midway(direction: Direction, moving: () => Promise<Outcome>, work: () => Promise<void>) {
      await all(server, BARRIERS[direction]);
      const holder = server.createQueryRunner();
      await holder.query('SELECT pg_advisory_lock(1)');
      const outcome = moving();
      try {
        await until(() => isWaiting('advisory'), 'it is midway');
        await work();
      } finally {
        await holder.query('SELECT pg_advisory_unlock(1)');
        await holder.release();
      }
      const ended = await outcome;
      await all(server, REMOVALS[direction]);
      return ended;
    }

    const tellsOfEveryTable = ({ stderr }: Outcome, contents: object) => {
      const lines = Object.entries(contents).map(([table, rows]) => {
        const count = (rows as unknown[]).length;
        return `${table}: ${count} of ${count} rows moved`;
      });
      expect(stderr.split('\n')).toEqual(expect.arrayContaining(lines));
    };

    it('nobody writes to an embedded source', async () => {
      await fill(sqlite);
      await new Migrations(configOf(postgres.environment), schema).up();
      const before = await contentsOf(sqlite);

      const outcome = await midway(
        'to-postgres',
        () => move('to-postgres'),
        async () => {
          const { api_keys: keys = [] } = await contentsOf(postgres);
          expect([keys.length > 0, keys.length < KEYS]).toEqual([true, true]);
          await expect(writeTo(sqlite)).rejects.toEqual(BUSY);
        },
      );

      expect(outcome.exitCode).toBe(0);
      tellsOfEveryTable(outcome, before);
      expect(await contentsOf(postgres)).toEqual(before);
      expect(await contentsOf(sqlite)).toEqual(before);
      await writeTo(sqlite);
    });

    it('whoever writes to PostgreSQL as the source waits for the end', async () => {
      await fill(postgres);
      const before = await contentsOf(postgres);
      let writing: Promise<void> | undefined;

      const outcome = await midway(
        'to-sqlite',
        () => move('to-sqlite'),
        async () => {
          const lengths = Object.values(await contentsOf(sqlite)).map((rows) => rows.length);
          expect([lengths.includes(ROWS), lengths.includes(0)]).toEqual([true, true]);
          expect(await tablesToBeWritten(postgres)).toEqual([]);
          writing = writeTo(postgres);
          await until(() => isWaiting('relation'), 'the writer waits');
        },
      );

      expect(outcome.exitCode).toBe(0);
      tellsOfEveryTable(outcome, before);
      await writing;
      expect(await contentsOf(sqlite)).toEqual(before);
      const { [WRITTEN]: written, ...rest } = await contentsOf(postgres);
      expect(written).toHaveLength(ROWS + WRITE.count);
      expect({ ...rest, [WRITTEN]: before[WRITTEN] }).toEqual(before);
    });

    it.each([
      ['to-postgres', () => [sqlite, postgres]],
      ['to-sqlite', () => [postgres, sqlite]],
    ] as const)(
      '%s, what somebody writes to the target is kept, and the move not taken for done',
      async (direction, ends) => {
        const [source, target] = ends() as [TestDatabase, TestDatabase];
        await fill(source);
        if (direction === 'to-postgres') await new Migrations(configOf(target.environment), schema).up();
        const before = await contentsOf(source);

        const outcome = await midway(
          direction,
          () => move(direction, '--json'),
          () => writeTo(target),
        );

        const message = `The rows of ${WRITTEN} are not the same on both sides.`;
        const fix = 'Something else has written to the target: move into a new, empty database.';
        expect(outcome).toEqual(failedAsJson(1, { code: 'not_the_same', message, fix }));
        expect(await contentsOf(source)).toEqual(before);
        const { [WRITTEN]: written, ...rest } = await contentsOf(target);
        expect(written).toHaveLength(ROWS + WRITE.count);
        expect({ ...rest, [WRITTEN]: before[WRITTEN] }).toEqual(before);
      },
    );
  },
);
