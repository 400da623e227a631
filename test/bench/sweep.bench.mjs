import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
const MEASURED = ['cadenza user', 'cadenza refresh'];
const LONG_AGO_MS = 400 * 24 * 3600 * 1000;
/** The sweeper first looks a minute after the start. */
const DEADLINE_MS = 100_000;

/**
 * What look-ups and refreshes feel of expired sessions that are removed meanwhile: measured before the sweeper first
 * looks, and while it works. About four minutes, two of them while it works (`--short`: three).
 *
 * @param {{ short: boolean, json: boolean }} options
 */
export async function run({ short, json }) {
  const expired = short ? 20_000 : 100_000;
  const seconds = short ? 3 : 5;
  const service = await Service.start({ BCRYPT_COST: '4' });
  try {
    const people = await signUpPeople(service.url, PEOPLE);
    await service.stop();
    const file = join(service.directory, 'rosetta.db');
    addExpired(file, expired);
    await service.launch();
    const database = new BetterSqlite3(file, { readonly: true });
    const left = database.prepare('SELECT count(*) FROM sessions WHERE id LIKE ?').pluck();
    const remaining = () => Number(left.get('expired-%'));
    const callers = new Map(MEASURED.map((name) => [name, people.map((person) => callerOf(name, person))]));
    const rounds = { without: emptyRounds(), during: emptyRounds() };
    for (const all of callers.values()) await drive(service, all, seconds);
    for (let round = 0; round < 3; round++) {
      for (const [name, all] of callers) rounds.without[name]?.push(await drive(service, all, seconds));
    }
    const hadStarted = remaining() < expired;
    await begun(remaining, expired);
    while (remaining() > 0) {
      progress(`${remaining()} expired rows left`);
      for (const [name, all] of callers) {
        const found = await drive(service, all, seconds);
        // What was measured when the last had gone is no part of it.
        if (remaining() > 0) rounds.during[name]?.push(found);
      }
    }
    database.close();
    report({ rounds, expired, hadStarted }, json);
  } finally {
    await service.end();
  }
}

/** @typedef {Awaited<ReturnType<typeof drive>>} Measured */

/** @returns {Record<string, Measured[]>} */
function emptyRounds() {
  return Object.fromEntries(MEASURED.map((name) => [name, []]));
}

/** @param {() => number} remaining @param {number} expired */
async function begun(remaining, expired) {
  const deadline = performance.now() + DEADLINE_MS;
  while (remaining() === expired) {
    if (performance.now() > deadline) throw new Error('the sweeper has not begun in time');
    await sleep(250);
  }
}

/** Copies of one session, over for so long that they are to go. @param {string} file @param {number} count */
function addExpired(file, count) {
  const database = new BetterSqlite3(file);
  const columns = /** @type {{ name: string }[]} */ (database.pragma('table_info(sessions)')).map(({ name }) => name);
  const past = String(Date.now() - LONG_AGO_MS);
  const changed = /** @type {Record<string, string>} */ ({
    id: "'expired-' || value",
    expires_at: past,
    idle_expires_at: past,
  });
  const values = columns.map((name) => changed[name] ?? `one."${name}"`);
  database.exec(
    `WITH RECURSIVE numbers(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < ${count})
     INSERT INTO sessions (${columns.join()})
     SELECT ${values.join()} FROM numbers, (SELECT * FROM sessions WHERE ended_at IS NULL LIMIT 1) one`,
  );
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

/**
 * @param {{ rounds: Record<'without' | 'during', Record<string, Measured[]>>, expired: number, hadStarted: boolean }} found
 * @param {boolean} json
 */
function report({ rounds, expired, hadStarted }, json) {
  const rows = MEASURED.map((name) => {
    const of = (/** @type {'without' | 'during'} */ when, /** @type {'p50' | 'p99' | 'cpuMicros'} */ which) =>
      median((rounds[when][name] ?? []).map((one) => one[which] ?? Number.NaN));
    const figures = (/** @type {'without' | 'during'} */ when) => ({
      p50: of(when, 'p50'),
      p99: of(when, 'p99'),
      cpuMicros: of(when, 'cpuMicros'),
      rounds: rounds[when][name]?.length ?? 0,
    });
    return { name, without: figures('without'), during: figures('during') };
  });
  const machine = describeMachine();
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, expired, hadStarted, rows }, null, 2)}\n`);
    return;
  }
  const lines = rows.flatMap(({ name, without, during }) => [
    [
      `${name}, nothing to remove at work`,
      figure(without.p50, 2),
      figure(without.p99, 2),
      figure(without.cpuMicros, 1),
      figure(without.rounds),
      '',
    ],
    [
      `${name}, while ${figure(expired)} rows go`,
      figure(during.p50, 2),
      figure(during.p99, 2),
      figure(during.cpuMicros, 1),
      figure(during.rounds),
      `p50 × ${figure(during.p50 / without.p50, 2)}, p99 × ${figure(during.p99 / without.p99, 2)}`,
    ],
  ]);
  const remark = hadStarted ? 'the sweeper had begun before the quiet rounds were over: they say less\n' : '';
  const head = ['', 'p50 ms', 'p99 ms', 'CPU µs', 'rounds', ''];
  process.stdout.write(`${Object.values(machine).join('; ')}\n\n${table([head, ...lines])}${remark}`);
}
