import { drive } from './support/load.mjs';
import { describeMachine } from './support/machine.mjs';
import { offer } from './support/offer.mjs';
import { OPERATIONS, post } from './support/operations.mjs';
import { signUpPeople } from './support/people.mjs';
import { Service } from './support/service.mjs';
import { figure, table } from './support/table.mjs';

const PEOPLE = 16;
const LOGGING_IN = 32;
/** How many times what can be hashed is asked for in the storm. */
const TIMES = 5;

/**
 * What people feel of many who log in: 32 of them at once, and a storm of five times what can be hashed.
 *
 * @param {{ short: boolean, json: boolean }} options
 */
export async function run({ short, json }) {
  const seconds = short ? 3 : 60;
  const service = await Service.start({ BCRYPT_COST: '4' });
  try {
    // A crowd for each half: the sessions of one would spend the refreshes of a minute that the limits allow.
    const calmPeople = await signUpPeople(service.url, PEOPLE, 'calm');
    const crowdedPeople = await signUpPeople(service.url, PEOPLE, 'crowded');
    await service.stop();
    await service.launch({ BCRYPT_COST: '10' });
    const asking = (/** @type {string} */ name, people = calmPeople) => people.map((person) => callerOf(name, person));
    const calm = Math.min(seconds, 10);
    /** @type {[string, Row][]} */
    const rows = [];
    const quietly = async (/** @type {string} */ name) =>
      rows.push([`${name}, quiet`, await drive(service, asking(name), calm)]);
    const meanwhile = async (/** @type {string} */ name) => {
      const logins = drive(service, strangers(LOGGING_IN), calm + 1);
      rows.push([`${name}, 32 log-ins waiting`, await drive(service, asking(name, crowdedPeople), calm)]);
      await logins;
    };
    for (const name of ['cadenza user', 'cadenza refresh']) {
      await drive(service, asking(name), short ? 2 : 5);
      await quietly(name);
      await meanwhile(name);
    }
    const judged = async (/** @type {string} */ name) => {
      const found = await drive(service, strangers(8), calm);
      rows.push([`${name}, 8 at once`, found]);
      return (found.statuses[401] ?? 0) / calm;
    };
    const most = await judged('log-ins');
    const storm = await offer(service, stranger(), { perSecond: TIMES * most, seconds });
    rows.push([`log-ins, ${TIMES} times as many`, storm]);
    const after = await judged('log-ins after the storm');
    report(rows, { most, storm: (storm.statuses[401] ?? 0) / storm.elapsed, after }, json);
  } finally {
    await service.end();
  }
}

/** @param {string} name @param {import('./support/people.mjs').Person} person */
function callerOf(name, person) {
  const make = OPERATIONS[name];
  if (!make) throw new Error(`There is no operation ${name}`);
  return make(person);
}

let names = 0;

/** Tries another name every time, which nobody has: judged at the same cost as any. @returns {import('./support/load.mjs').Caller} */
function stranger() {
  return {
    isChanging: true,
    next: () =>
      post('/api/v3/auth/login', { email: `nobody-${names++}@example.com`, password: 'correct horse battery' }),
  };
}

/** @param {number} count */
function strangers(count) {
  return Array.from({ length: count }, stranger);
}

/** @typedef {Pick<Awaited<ReturnType<typeof drive>>, 'p50' | 'p99' | 'mib' | 'statuses'>} Row */

/**
 * @param {[string, Row][]} rows
 * @param {{ most: number, storm: number, after: number }} judged log-ins a second
 * @param {boolean} json
 */
function report(rows, judged, json) {
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ machine: describeMachine(), rows: Object.fromEntries(rows), judged }, null, 2)}\n`,
    );
    return;
  }
  const lines = rows.map(([name, { p50, p99, mib, statuses }]) => [
    name,
    figure(p50, 2),
    figure(p99, 2),
    figure(mib),
    Object.entries(statuses)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', '),
  ]);
  process.stdout.write(
    `${Object.values(describeMachine()).join('; ')}\n\n${table([['', 'p50 ms', 'p99 ms', 'MiB', 'answers'], ...lines])}`,
  );
  const { most, storm, after } = judged;
  process.stdout.write(
    `\nlog-ins judged a second: ${figure(most, 1)} by themselves, ${figure(storm, 1)} in the storm, ${figure(after, 1)} after it\n`,
  );
}
