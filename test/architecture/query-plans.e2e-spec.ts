import { jest } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import { type DatabaseConfig, databaseSection } from '#platform/database';
import { Sweeper } from '#platform/sweeping';
import { SqliteConnection } from '../../libs/platform/src/database/connections.js';
import { allClients } from '../support/clients/index.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const PERSON = { email: 'ada@example.com', password: 'correct horse battery staple' };

/** Statements that are no questions have no plan. */
const HAS_PLAN = /^(SELECT|INSERT|UPDATE|DELETE)/;

/** Every statement that was prepared while every dialect was signed in to, used and refreshed. */
async function hotStatements(app: TestApp): Promise<string[]> {
  const seen = new Set<string>();
  for (const way of ['row', 'run'] as const) {
    const original = SqliteConnection.prototype[way] as (...given: unknown[]) => never;
    jest.spyOn(SqliteConnection.prototype, way).mockImplementation(function (this: SqliteConnection, sql, values) {
      seen.add(sql.text);
      return original.call(this, sql, values);
    });
  }
  for (const client of allClients(app.url)) {
    const tokens = await client.signIn(PERSON);
    await client.use?.(tokens);
    const refreshed = await client.refresh?.(tokens);
    await client.end?.(refreshed ?? tokens);
  }
  return [...seen].filter((text) => HAS_PLAN.test(text));
}

/** The statements that look through a table or an index from end to end, with that step of their plan. */
function scansOf(app: TestApp, statements: readonly string[]): (readonly [string, string[]])[] {
  const { sqliteFile } = app.nest.get<DatabaseConfig>(databaseSection.token);
  const database = new BetterSqlite3(sqliteFile, { readonly: true });
  const plans = statements.map((text) => {
    const values = Array.from({ length: text.split('?').length - 1 }, () => null);
    const steps = database.prepare<null[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(...values);
    return [
      text,
      steps.map(({ detail }) => detail).filter((detail) => /SCAN(?! CONSTANT ROW| dummy_table)/.test(detail)),
    ] as const;
  });
  database.close();
  return plans.filter(([, scans]) => scans.length > 0);
}

describe('what every request asks the embedded database', () => {
  let app: TestApp;
  let statements: string[];

  beforeAll(async () => {
    app = await startTestApp({ DATABASE_URL: '' });
    const names = { firstName: 'Ada', lastName: 'Lovelace', confirmPassword: PERSON.password };
    await app.send('POST', '/api/auth/signup', { json: { ...PERSON, ...names } });
    const [mail] = await app.mailTo(PERSON.email);
    const token = new URL(mail?.links[0] ?? '').searchParams.get('token');
    await app.send('POST', '/api/auth/verify-email/verify', { json: { token } });
    statements = await hotStatements(app);
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  it('reaches the tables that it lives on', () => {
    const asked = statements.join('\n');
    for (const table of ['users', 'user_identifiers', 'sessions', 'clients', 'memberships', 'audit_heads']) {
      expect(asked).toContain(`"${table}"`);
    }
    expect(statements.some((text) => text.startsWith('UPDATE "sessions"'))).toBe(true);
    expect(statements.some((text) => text.startsWith('INSERT INTO "audit_events"'))).toBe(true);
  });

  it('is found by an index, never by looking through a table', () => {
    expect(scansOf(app, statements)).toEqual([]);
  });

  it('nor is what the sweeper removes', async () => {
    const query = jest.spyOn(BetterSqlite3QueryRunner.prototype, 'query');
    await app.nest.get(Sweeper, { strict: false }).sweep();
    const asked = query.mock.calls.map(([text]) => text).filter((text) => HAS_PLAN.test(text));
    for (const table of ['sessions', 'flows', 'one_time_tokens', 'invitations', 'known_networks', 'outbox_messages']) {
      expect(asked.join('\n')).toContain(`"${table}"`);
    }
    expect(scansOf(app, asked)).toEqual([]);
  });
});
