import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { dataSourceOptions } from '#platform/database';
import { configOf, type TestDatabase } from '../support/databases.js';

/** Questions that no row answers unless an account was made by halves. */
const HALVES: Readonly<Record<string, string>> = {
  'an account without a name': 'SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM user_identifiers)',
  'a name without an account': 'SELECT user_id FROM user_identifiers WHERE user_id NOT IN (SELECT id FROM users)',
  'an account that is not on record':
    "SELECT id FROM users WHERE id NOT IN (SELECT account_id FROM audit_events WHERE kind = 'sign_up')",
  'a sign-up on record without an account':
    "SELECT account_id FROM audit_events WHERE kind = 'sign_up' AND account_id NOT IN (SELECT id FROM users)",
  'a session without an account': 'SELECT id FROM sessions WHERE user_id NOT IN (SELECT id FROM users)',
  'a session that is not on record':
    "SELECT id FROM sessions WHERE id NOT IN (SELECT session_id FROM audit_events WHERE kind = 'sign_in.succeeded')",
};

/** The halves of accounts that are found, by what is missing. */
export function halvesOfAccounts(database: TestDatabase): Promise<string[]> {
  return asking(database, async (source) => {
    const found: string[] = [];
    for (const [what, sql] of Object.entries(HALVES)) {
      const rows: unknown[] = await source.query(sql);
      if (rows.length > 0) found.push(`${what}: ${rows.length}`);
    }
    return found;
  });
}

/** What the database itself finds wrong with its files: SQLite's integrity check, PostgreSQL's amcheck. */
export function integrityFaults(database: TestDatabase): Promise<unknown[]> {
  return asking(database, (source) =>
    source.options.type === 'postgres' ? checkPostgres(source) : checkSqlite(source),
  );
}

async function checkSqlite(source: DataSource): Promise<unknown[]> {
  const answers: { integrity_check: string }[] = await source.query('PRAGMA integrity_check');
  const orphans: unknown[] = await source.query('PRAGMA foreign_key_check');
  return [...answers.map((answer) => answer.integrity_check).filter((answer) => answer !== 'ok'), ...orphans];
}

/** Every heap page is read, and every index is held against its table. */
async function checkPostgres(source: DataSource): Promise<unknown[]> {
  await source.query('CREATE EXTENSION IF NOT EXISTS amcheck');
  await source.query(`SELECT bt_index_check(i.indexrelid, true) FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace`);
  return source.query(`SELECT c.relname, v.* FROM pg_class c, verify_heapam(c.oid) v
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`);
}

async function asking<T>(database: TestDatabase, ask: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await new DataSource(dataSourceOptions(configOf(database.environment), schema)).initialize();
  return ask(source).finally(() => source.destroy());
}
