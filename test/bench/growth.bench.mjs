import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { drive } from './support/load.mjs';
import { describeMachine } from './support/machine.mjs';
import { callerOf } from './support/mixture.mjs';
import { signUpPeople } from './support/people.mjs';
import { progress } from './support/progress.mjs';
import { Service } from './support/service.mjs';
import { median } from './support/statistics.mjs';
import { figure, table } from './support/table.mjs';

const PEOPLE = 16;
const SESSIONS = 5;
const TARGET = 1.2;
const MEASURED = ['cadenza user', 'cadenza refresh', 'authservice login/client', 'cadenza login'];

/**
 * What the hot operations cost with few and with many accounts, each with five sessions: one service for each size, asked in
 * turn, so that all are equally warm and have the same neighbours. Log-ins are hashed at the least cost, so that what is
 * left is what grows. About eight minutes, half of which fills the largest.
 *
 * @param {{ short: boolean, json: boolean }} options
 */
export async function run({ short, json }) {
  const sizes = short ? [1_000, 20_000] : [1_000, 100_000, 1_000_000];
  const { rounds, seconds } = short ? { rounds: 2, seconds: 1 } : { rounds: 5, seconds: 3 };
  /** @type {Grown[]} */
  const grown = [];
  try {
    for (const accounts of sizes) grown.push(await grow(accounts));
    for (let round = 0; round <= rounds; round++) {
      progress(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
      for (const name of MEASURED) {
        for (const { service, people, found } of grown) {
          const measured = await drive(
            service,
            people.map((person) => callerOf(name, person)),
            seconds,
          );
          if (round > 0) found.get(name)?.push(measured);
        }
      }
    }
    report(grown, { json, rounds, seconds });
  } finally {
    for (const { service } of grown) await service.end();
  }
}

/** @typedef {Awaited<ReturnType<typeof drive>>} Measured */
/** @typedef {{ accounts: number, bytesEach: number, service: Service, people: Awaited<ReturnType<typeof signUpPeople>>, found: Map<string, Measured[]> }} Grown */

/** @param {number} accounts @returns {Promise<Grown>} */
async function grow(accounts) {
  const service = await Service.start({ BCRYPT_COST: '4' });
  const people = await signUpPeople(service.url, PEOPLE);
  await service.stop();
  const file = join(service.directory, 'rosetta.db');
  const before = statSync(file).size;
  const startedAt = performance.now();
  fill(file, accounts);
  progress(`${accounts} accounts in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  const bytesEach = (statSync(file).size - before) / accounts;
  await service.launch();
  return { accounts, bytesEach, service, people, found: new Map(MEASURED.map((name) => [name, []])) };
}

/** In the order in which they come, as those of the service (UUIDv7, RFC 9562 §5.7). */
const ID = "printf('%08x-4a4%d-7b7b-8c8c-%012d', number, turn, number)";
const NAME = "'grown-' || number || '@example.com'";
const MANY_PAGES = -512_000;

/** Copies of what one person has, under names and ids of their own. @param {string} file @param {number} count */
function fill(file, count) {
  const database = new BetterSqlite3(file);
  // A fill that is cut short is thrown away.
  database.pragma('synchronous = OFF');
  database.pragma('journal_mode = OFF');
  database.pragma(`cache_size = ${MANY_PAGES}`);
  const owned = "user_id = (SELECT id FROM users WHERE email = 'person-0@example.com')";
  const user = ID.replace('turn', '0');
  database.transaction(() => {
    copy(database, 'users', { changed: { id: user, email: NAME }, of: "email = 'person-0@example.com'", count });
    copy(database, 'user_identifiers', { changed: { user_id: user, key: NAME }, of: owned, count });
    copy(database, 'sessions', { changed: { user_id: user, id: ID }, of: owned, count, times: SESSIONS });
  })();
  database.pragma('journal_mode = WAL');
  database.close();
  // What is left in the system's memory is written by whoever commits next, who would be measured.
  const descriptor = openSync(file, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/**
 * @param {BetterSqlite3.Database} database
 * @param {string} table
 * @param {{ changed: Record<string, string>, of: string, count: number, times?: number }} how
 */
function copy(database, table, { changed, of, count, times = 1 }) {
  const columns = /** @type {{ name: string }[]} */ (database.pragma(`table_info(${table})`)).map(({ name }) => name);
  const values = columns.map((name) => changed[name] ?? `one."${name}"`);
  database.exec(
    `WITH RECURSIVE
       numbers(number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${count - 1}),
       turns(turn) AS (SELECT 0 UNION ALL SELECT turn + 1 FROM turns WHERE turn < ${times - 1})
     INSERT INTO ${table} (${columns.map((name) => `"${name}"`).join()})
     SELECT ${values.join()} FROM numbers, turns, (SELECT * FROM ${table} WHERE ${of} LIMIT 1) one`,
  );
}

/** @param {readonly Grown[]} grown @param {{ json: boolean, rounds: number, seconds: number }} how */
function report(grown, { json, rounds, seconds }) {
  const rows = MEASURED.flatMap((name) => {
    const sizes = grown.map(({ accounts, found }) => {
      const of = (/** @type {'p50' | 'cpuMicros'} */ which) =>
        median((found.get(name) ?? []).map((one) => one[which] ?? Number.NaN));
      const statuses = found.get(name)?.map((one) => one.statuses);
      return { name, accounts, p50: of('p50'), cpuMicros: of('cpuMicros'), statuses };
    });
    const [least] = sizes;
    return sizes.map((size) => ({
      ...size,
      ratio: size.p50 / (least?.p50 ?? Number.NaN),
      cpuRatio: size.cpuMicros / (least?.cpuMicros ?? Number.NaN),
    }));
  });
  const bytes = grown.map(({ accounts, bytesEach }) => ({ accounts, bytesEach }));
  const machine = describeMachine();
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, rounds, seconds, target: TARGET, bytes, rows }, null, 2)}\n`);
    return;
  }
  const lines = rows.map(({ name, accounts, p50, cpuMicros, ratio, cpuRatio }) => [
    name,
    figure(accounts),
    figure(p50, 2),
    figure(ratio, 2),
    figure(cpuMicros, 1),
    figure(cpuRatio, 2),
  ]);
  const head = ['', 'accounts', 'p50 ms', 'ratio', 'CPU µs', 'by CPU'];
  const sizes = bytes.map(
    ({ accounts, bytesEach }) => `${figure(accounts)} accounts: ${figure(bytesEach)} bytes each\n`,
  );
  process.stdout.write(
    `${Object.values(machine).join('; ')}\nmedians of ${rounds} rounds of ${seconds} s; wanted: ratio ≤ ${TARGET}\n\n` +
      `${table([head, ...lines])}\n${sizes.join('')}`,
  );
  for (const { name, accounts, statuses } of rows) {
    const others = new Set(statuses?.flatMap((of) => Object.keys(of)).filter((status) => status !== '200'));
    if (others.size > 0) process.stdout.write(`${name} with ${accounts} was also answered ${[...others].join(', ')}\n`);
  }
}
