import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import bcrypt from 'bcrypt';
import { call } from '../support/people.mjs';

export const PASSWORD = 'six drowsy lanterns outside';

/** How the accounts of each crowd differ from those that signed up here and are in order. */
const CROWDS = {
  known: {},
  disabled: { disabled_at: 1 },
  imported: { password_hash: bcrypt.hashSync(PASSWORD, 8) },
};

/** @typedef {keyof typeof CROWDS} Crowd */

/**
 * Makes so many accounts of each crowd, each asked for once only, so that no limit gets in the way: one signs up, the
 * others are its copies.
 *
 * @param {import('../support/service.mjs').Service} service stopped meanwhile
 * @param {number} count
 */
export async function fillWithAccounts(service, count) {
  await call(service.url, 'POST', '/api/v3/auth/signup', { body: { email: 'first@example.com', password: PASSWORD } });
  await service.stop();
  const database = new Database(join(service.directory, 'rosetta.db'));
  const first = /** @type {Record<string, unknown>} */ (database.prepare('SELECT * FROM users').get());
  database.transaction(() => {
    for (const [crowd, difference] of Object.entries(CROWDS)) {
      for (let place = 0; place < count; place += 1) copy(database, first, difference, emailOf(crowd, place));
    }
  })();
  database.close();
  await service.launch();
}

/** @param {string} crowd `unknown` is one without any accounts @param {number} place */
export function emailOf(crowd, place) {
  return `${crowd}${place}@example.com`;
}

/**
 * @param {import('better-sqlite3').Database} database
 * @param {Record<string, unknown>} first
 * @param {Record<string, unknown>} difference
 * @param {string} email
 */
function copy(database, first, difference, email) {
  const row = { ...first, ...difference, id: randomUUID(), email };
  const columns = Object.keys(row);
  const places = columns.map((column) => `@${column}`);
  database.prepare(`INSERT INTO users (${columns.join(', ')}) VALUES (${places.join(', ')})`).run(row);
  database
    .prepare("INSERT INTO user_identifiers (key, kind, user_id) VALUES (@email, 'email', @id)")
    .run({ email, id: row.id });
}
