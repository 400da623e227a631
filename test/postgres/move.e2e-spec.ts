import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { dataSourceOptions, Migrations } from '#platform/database';
import { CommandLine, failed, failedAsJson } from '../support/command-line.js';
import { cadenzaClient } from '../support/clients/cadenza.client.js';
import { configOf, createSqliteDatabase, ENGINES, type TestDatabase } from '../support/databases.js';
import type { Tokens } from '../support/dialect-client.js';
import { addRows, plainName, rowsIn, tablesOf } from '../support/rows.js';
import { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

const PERSON = { email: 'ada@example.com', password: 'correct horse battery staple' };
/** More than a move carries at once. */
const KEYS = 1200;
const NEWEST = schema.migrations.at(-1)?.name ?? '';
const STUMBLING_BLOCK = 700;
/** What the service has to be able to read: of these there are those that it has made itself. */
const READ_AT_THE_START = ['audit_events', 'audit_heads', 'data_keys', 'signing_keys'];
const STOP = 'Stop the service, all processes of it, and run the command again.';
const NEW_ONE = 'Move into a new, empty database.';

interface Report {
  readonly direction: string;
  readonly moved: number;
  readonly tables: readonly { table: string; rows: number; moved: number; checksum: string }[];
}

const commandLine = ({ environment }: TestDatabase) => new CommandLine(environment.DATA_DIR, environment);

/** The embedded database of a pair that variables lead to. */
const embeddedOf = ({ environment: { DATA_DIR }, drop }: TestDatabase): TestDatabase => ({
  environment: { DATA_DIR },
  drop,
});

async function ask<T>({ environment }: TestDatabase, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await new DataSource(dataSourceOptions(configOf(environment), schema)).initialize();
  return work(source).finally(() => source.destroy());
}

/** All rows of all tables there are. */
const contentsOf = (database: TestDatabase) =>
  ask(database, async (source) => {
    const contents: Record<string, unknown> = {};
    for (const { name } of await tablesOf(source)) {
      contents[plainName(name)] = await rowsIn(source, plainName(name));
    }
    return contents;
  });

const countsIn = ({ tables }: Report) => Object.fromEntries(tables.map(({ table, rows }) => [table, rows]));

describe('rosetta move without two databases', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createSqliteDatabase();
  });
  afterAll(() => database.drop());

  it('is refused where no PostgreSQL is configured', async () => {
    const message = 'DATABASE_URL names no PostgreSQL.';
    const fix = 'Set it to the PostgreSQL database of the move; DATA_DIR names the embedded one.';
    expect(await commandLine(database).run('move', 'to-sqlite')).toEqual(failed(1, `${message} ${fix}`));
    expect(await commandLine(database).run('move', 'to-postgres', '--json')).toEqual(
      failedAsJson(1, { code: 'no_postgres', message, fix }),
    );
  });

  it('is refused where there is nothing to move', async () => {
    const rosetta = commandLine(database).with({ DATABASE_URL: 'postgres://rosetta@127.0.0.1:1/rosetta' });
    const file = join(database.environment.DATA_DIR, 'rosetta.db');
    expect(await rosetta.run('move', 'to-postgres')).toEqual(
      failed(1, `There is no database ${file}. Name the right DATA_DIR.`),
    );
  });
});

const POSTGRES = ENGINES.filter(([name]) => name === 'PostgreSQL');
if (POSTGRES.length === 0) process.stdout.write('Moving to PostgreSQL is tested by npm run test:postgres alone.\n');

for (const [, createPostgres] of POSTGRES) {
  describe('rosetta move', () => {
    let database: TestDatabase;
    let home: TestDatabase;
    let service: ServiceProcess;
    let tokens: Tokens;

    beforeAll(async () => {
      database = await createPostgres();
      home = await createSqliteDatabase();
      service = await ServiceProcess.start({}, { database: embeddedOf(database) });
      const cadenza = cadenzaClient(service.url);
      await cadenza.signUp?.(PERSON);
      tokens = await cadenza.signIn(PERSON);
    });

    afterAll(async () => {
      await service.stop();
      await database.drop();
      await home.drop();
    });

    const rosetta = () => commandLine(database);

    /** Not under the name of the service, which a move would take it for. */
    const postgres = async (sql: string): Promise<unknown[]> => {
      const url = database.environment.DATABASE_URL ?? '';
      const source = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
      return source.query<unknown[]>(sql).finally(() => source.destroy());
    };

    /** As everybody is answered who knows the way in. */
    const tryAll = async () => {
      const cadenza = cadenzaClient(service.url);
      expect(await cadenza.use?.(tokens)).toBe(200);
      const refreshed = await cadenza.refresh?.(tokens);
      expect(await cadenza.trySignIn(PERSON)).toBe(200);
      return refreshed ?? tokens;
    };

    it('is refused while the service runs on the source', async () => {
      expect(await rosetta().run('move', 'to-postgres')).toEqual(
        failed(1, `Another process has the embedded database open. ${STOP}`),
      );
      await service.stop();
    });

    it.each([
      ['an earlier', `DELETE FROM migrations WHERE name = '${NEWEST}'`],
      ['another', "INSERT INTO migrations (timestamp, name) VALUES (9999, 'FromTheFuture9999')"],
    ])('is refused where the source was made by %s release', async (which, change) => {
      const list = 'SELECT timestamp, name FROM migrations ORDER BY id';
      await ask(embeddedOf(database), async (source) => {
        const before: { timestamp: number; name: string }[] = await source.query(list);
        await source.query(change);
        const message = `The SQLite database was made by ${which} release.`;
        const fix = 'Bring the database to this release first: rosetta migrate up, or the release that made it.';
        await source.destroy();
        expect(await rosetta().run('move', 'to-postgres')).toEqual(failed(1, `${message} ${fix}`));
        await source.initialize();
        await source.query('DELETE FROM migrations');
        for (const { timestamp, name } of before)
          await source.query('INSERT INTO migrations (timestamp, name) VALUES (?, ?)', [timestamp, name]);
      });
    });

    it('is killed in the middle, and goes on from there', async () => {
      await ask(embeddedOf(database), async (source) => {
        for (const table of await tablesOf(source)) {
          if (READ_AT_THE_START.includes(plainName(table.name))) continue;
          await addRows(source, table, { from: 0, count: plainName(table.name) === 'api_keys' ? KEYS : 4 });
        }
      });
      const before = await contentsOf(embeddedOf(database));
      await new Migrations(configOf(database.environment), schema).up();
      await postgres(`CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$`);
      await postgres(`CREATE TRIGGER sleep BEFORE INSERT ON api_keys FOR EACH ROW
        WHEN (NEW.id LIKE '${STUMBLING_BLOCK} %') EXECUTE FUNCTION sleep()`);
      const asleep = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
      const child = rosetta().start('move', 'to-postgres');
      const gone = once(child, 'exit');
      await until(async () => (await postgres(`SELECT pid ${asleep}`)).length > 0, 'it stumbles');
      child.kill('SIGKILL');
      await gone;
      await postgres(`SELECT pg_terminate_backend(pid) ${asleep}`);
      await until(async () => (await postgres(`SELECT pid ${asleep}`)).length === 0, 'it is undone');
      await postgres('DROP FUNCTION sleep CASCADE');
      const left = await postgres('SELECT id FROM api_keys');
      expect(left.length).toBeGreaterThan(0);
      expect(left.length).toBeLessThan(KEYS);

      const report = await rosetta().json<Report>('move', 'to-postgres');

      expect(await contentsOf(database)).toEqual(before);
      expect(await contentsOf(embeddedOf(database))).toEqual(before);
      expect(countsIn(report)).toEqual(
        Object.fromEntries(Object.entries(before).map(([table, rows]) => [table, (rows as unknown[]).length])),
      );
      expect(Object.values(countsIn(report))).not.toContain(0);
      expect(report.tables.find(({ table }) => table === 'api_keys')).toEqual({
        table: 'api_keys',
        rows: KEYS,
        moved: KEYS - left.length,
        checksum: expect.stringMatching(/^[\da-f]{64}$/),
      });
    });

    it('changes nothing when it is run again', async () => {
      const before = await contentsOf(database);
      const again = await rosetta().json<Report>('move', 'to-postgres');
      expect([again.direction, again.moved, again.tables.filter(({ moved }) => moved > 0)]).toEqual([
        'to-postgres',
        0,
        [],
      ]);
      const { exitCode, stdout, stderr } = await rosetta().run('move', 'to-postgres');
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^TABLE +ROWS +MOVED +CHECKSUM\n/);
      expect(stdout).toMatch(/\napi_keys +1200 +0 +[\da-f]{16}\n/);
      expect(stdout).toMatch(/\n\nThere was nothing left to move\. Both databases hold the same\.\n$/);
      expect(await contentsOf(database)).toEqual(before);
    });

    it('leaves people signed in, with their passwords, and the audit log whole', async () => {
      service = await ServiceProcess.start({}, { database });
      tokens = await tryAll();
      expect(await rosetta().run('move', 'to-sqlite')).toEqual(
        failed(1, `A process of the service is connected to the PostgreSQL database. ${STOP}`),
      );
      await service.stop();
      expect(await rosetta().json('audit', 'verify')).toMatchObject({ isWhole: true });
    });

    it('is refused where the target has gone its own way', async () => {
      const refusal = await rosetta().run('move', 'to-postgres');
      expect(refusal).toMatchObject({ exitCode: 1, stdout: '' });
      expect(refusal.stderr).toMatch(
        new RegExp(
          `^The PostgreSQL database holds rows of \\w+ that are not the first of those to be moved\\. ${NEW_ONE}\n$`,
        ),
      );
    });

    it('goes back, and everything is as it was', async () => {
      const { DATA_DIR } = home.environment;
      cpSync(database.environment.DATA_DIR, DATA_DIR, { recursive: true });
      for (const end of ['', '-wal', '-shm', '.lock']) rmSync(join(DATA_DIR, `rosetta.db${end}`), { force: true });
      const back = commandLine(database).with({ DATA_DIR });
      const before = await contentsOf(database);
      const report = await back.json<Report>('move', 'to-sqlite');
      expect([report.direction, report.moved > KEYS]).toEqual(['to-sqlite', true]);
      expect(await contentsOf(home)).toEqual(before);
      expect(await commandLine(home).json('audit', 'verify')).toMatchObject({ isWhole: true });
      service = await ServiceProcess.start({}, { database: home });
      await tryAll();
    });

    it('is not taken for done where the target alters what it is given', async () => {
      const other = await createPostgres();
      const pair = { ...other, environment: { ...other.environment, DATA_DIR: database.environment.DATA_DIR } };
      await new Migrations(configOf(other.environment), schema).up();
      await ask(other, async (source) => {
        await source.query(`CREATE FUNCTION alter_it() RETURNS trigger LANGUAGE plpgsql
          AS $$ BEGIN NEW.nickname := 'altered'; RETURN NEW; END $$`);
        await source.query('CREATE TRIGGER alter_it BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION alter_it()');
      });
      const fix = 'Something else has written to the target: move into a new, empty database.';
      const { exitCode, stdout, stderr } = await commandLine(pair).run('move', 'to-postgres');
      expect([exitCode, stdout, stderr.split('\n').slice(-2)]).toEqual([
        1,
        '',
        [`The rows of users are not the same on both sides. ${fix}`, ''],
      ]);
      await other.drop();
    });
  });
}
