import { statSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { drive } from './support/load.mjs';
import { describeMachine } from './support/machine.mjs';
import { OPERATIONS } from './support/operations.mjs';
import { signUpPeople } from './support/people.mjs';
import { Service } from './support/service.mjs';
import { figure, table } from './support/table.mjs';

const PEOPLE = 16;
const SESSIONS = 5;
const MEASURED = ['cadenza user', 'cadenza refresh', 'authservice login/client', 'cadenza login'];

/**
 * What the hot operations cost as accounts come in by the thousand, each with five sessions. Log-ins are hashed at
 * the least cost, so that what is left is what grows.
 *
 * @param {{ short: boolean, json: boolean }} options
 */
export async function run({ short, json }) {
  const sizes = short ? [1_000, 20_000] : [1_000, 100_000, 1_000_000];
  const service = await Service.start({ BCRYPT_COST: '4' });
  try {
    const people = await signUpPeople(service.url, PEOPLE);
    const rows = [];
    let size = 0;
    for (const wanted of sizes) {
      await service.stop();
      const file = join(service.directory, 'rosetta.db');
      fill(file, size, wanted);
      size = wanted;
      await service.launch();
      for (const name of MEASURED) {
        const callers = people.map((person) => OPERATIONS[name]?.(person) ?? missing(name));
        await drive(service, callers, short ? 1 : 3);
        const { p50, cpuMicros, statuses } = await drive(service, callers, short ? 2 : 10);
        rows.push({ accounts: wanted, name, p50, cpuMicros, statuses, bytesEach: statSync(file).size / wanted });
      }
    }
    report(rows, json);
  } finally {
    await service.end();
  }
}

/** Copies of what one person has, under names and ids of their own. @param {string} file @param {number} from @param {number} to */
function fill(file, from, to) {
  const database = new BetterSqlite3(file);
  database.pragma('synchronous = OFF');
  const copyTo = (/** @type {string} */ table, /** @type {Record<string, string>} */ changed, source = '') => {
    const found = /** @type {{ name: string }[]} */ (database.pragma(`table_info(${table})`));
    const columns = found.map(({ name }) => `"${name}"`);
    const values = found.map(({ name }) => changed[name] ?? `"${name}"`);
    return database.prepare(
      `INSERT INTO ${table} (${columns.join()}) SELECT ${values.join()} FROM ${table} ${source} LIMIT 1`,
    );
  };
  const first = "WHERE email = 'person-0@example.com'";
  const user = copyTo('users', { id: ':user', email: ':name' }, first);
  const owned = "WHERE user_id = (SELECT id FROM users WHERE email = 'person-0@example.com')";
  const identifier = copyTo('user_identifiers', { user_id: ':user', key: ':name' }, owned);
  const session = copyTo('sessions', { user_id: ':user', id: ':session' }, owned);
  database.transaction(() => {
    for (let count = from; count < to; count++) {
      const id = `${scattered(count)}-4a4a-7b7b-8c8c-${String(count).padStart(12, '0')}`;
      user.run({ user: id, name: `grown-${count}@example.com` });
      identifier.run({ user: id, name: `grown-${count}@example.com` });
      for (let number = 0; number < SESSIONS; number++) {
        session.run({ user: id, session: id.replace('4a4a', `4a4${number}`) });
      }
    }
  })();
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

/** Eight digits that follow no order. @param {number} count */
function scattered(count) {
  return ((count * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0');
}

/** @param {string} name @returns {never} */
function missing(name) {
  throw new Error(`There is no operation ${name}`);
}

/** @typedef {{ accounts: number, name: string, bytesEach: number } & Omit<Awaited<ReturnType<typeof drive>>, 'perSecond'>} Row */

/** @param {Row[]} rows @param {boolean} json */
function report(rows, json) {
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine: describeMachine(), rows }, null, 2)}\n`);
    return;
  }
  const lines = rows.map(({ accounts, name, p50, cpuMicros, bytesEach, statuses }) => [
    name,
    figure(accounts),
    figure(p50, 2),
    figure(cpuMicros, 1),
    figure(bytesEach),
    JSON.stringify(statuses),
  ]);
  const head = ['', 'accounts', 'p50 ms', 'CPU µs', 'bytes each', 'answers'];
  process.stdout.write(`${Object.values(describeMachine()).join('; ')}\n\n${table([head, ...lines])}`);
}
