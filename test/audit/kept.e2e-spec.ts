import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { AuditRetention, AuditService, type AuditVerdict } from '#core/audit';
import { createSqliteDatabase, type TestDatabase } from '../support/databases.js';
import { fresh } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const DAY_SECONDS = 86_400;
const PASSWORD = 'correct horse battery staple';
const TABLES = ['audit_events', 'audit_heads'];

let app: TestApp;
/** Embedded, for there is a file then to be had. */
let database: TestDatabase;

beforeAll(async () => {
  database = await createSqliteDatabase();
  app = await startTestApp({ AUDIT_RETENTION: '30d' }, database);
  for (const name of ['ada', 'bob']) await signUp(name);
  await app.send('POST', '/api/v3/auth/login', { json: { email: 'ada@example.com', password: 'a wrong password' } });
  for (const table of TABLES) await tamper(`CREATE TABLE untouched_${table} AS SELECT * FROM ${table}`);
});

/** What was done to the log is undone for whoever comes next. */
afterEach(async () => {
  for (const table of TABLES) {
    await tamper(`DELETE FROM ${table}`, `INSERT INTO ${table} SELECT * FROM untouched_${table}`);
  }
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

const verify = (): Promise<AuditVerdict> => app.nest.get(AuditService).verify();
const events = async () => (await app.nest.get(AuditService).find({ limit: 500 })).events;

const signUp = (name: string) =>
  app.send('POST', '/api/v3/auth/signup', { json: { email: `${name}@example.com`, password: PASSWORD } });

/** What somebody does who has got the file: another process, whose writes are seen by the next turn of the event loop. */
async function tamper(...statements: string[]): Promise<void> {
  const file = new Sqlite(join(database.environment.DATA_DIR, 'rosetta.db'));
  for (const statement of statements) file.exec(statement);
  file.close();
  await setImmediate();
}

const COLUMNS =
  'kind, at, actor, account_id, session_id, organization_id, origin, address, request_id, details, previous_hash, hash';

describe('a log that was written over HTTP', () => {
  it('is whole', async () => {
    expect(await verify()).toMatchObject({ isWhole: true, events: (await events()).length });
  });

  it.each<[string, string[], Partial<AuditVerdict>]>([
    ['altered', ["UPDATE audit_events SET actor = 'system' WHERE sequence = 4"], { fault: 'altered', sequence: 4 }],
    ['removed', ['DELETE FROM audit_events WHERE sequence = 4'], { fault: 'missing', sequence: 4 }],
    [
      'inserted',
      [
        `INSERT INTO audit_events (id, sequence, ${COLUMNS}) SELECT 'x', 4, ${COLUMNS} FROM audit_events WHERE sequence = 3`,
      ],
      { fault: 'inserted', sequence: 4 },
    ],
    [
      'put into another place',
      ['UPDATE audit_events SET sequence = CASE sequence WHEN 4 THEN 5 ELSE 4 END WHERE sequence IN (4, 5)'],
      { fault: 'altered', sequence: 4 },
    ],
    [
      'removed from its end',
      ['DELETE FROM audit_events WHERE sequence = (SELECT max(sequence) FROM audit_events)'],
      { fault: 'missing' },
    ],
    ['of the head removed', ['DELETE FROM audit_heads'], { fault: 'head_broken' }],
  ])('tells a row %s behind the service’s back, now and after it has gone on', async (_, statements, verdict) => {
    await tamper(...statements);
    expect(await verify()).toMatchObject({ isWhole: false, ...verdict });
    await signUp(fresh('eve'));
    expect(await verify()).toMatchObject({ isWhole: false, ...verdict });
  });
});

describe('AUDIT_RETENTION', () => {
  it('keeps what happened for as long as it says, and what is left can be verified', async () => {
    await signUp(fresh('cyd'));
    const old = (await events()).length;
    app.clock.advance(20 * DAY_SECONDS);
    await signUp(fresh('dan'));
    const both = await events();
    await app.nest.get(AuditRetention).prune();
    expect(await events()).toEqual(both);

    app.clock.advance(10 * DAY_SECONDS + 1);
    expect(await app.nest.get(AuditRetention).prune()).toBe(old);

    expect(await events()).toEqual(both.slice(0, both.length - old));
    expect(await verify()).toMatchObject({ isWhole: true, events: both.length - old });
    await tamper('DELETE FROM audit_events WHERE sequence = (SELECT min(sequence) FROM audit_events)');
    expect(await verify()).toMatchObject({ isWhole: false, fault: 'missing', sequence: old + 1 });
  });
});
