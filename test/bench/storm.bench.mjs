import { drive } from './support/load.mjs';
import { describeMachine } from './support/machine.mjs';
import { always, OPERATIONS, post } from './support/operations.mjs';
import { signUpPeople } from './support/people.mjs';
import { Service } from './support/service.mjs';
import { figure, table } from './support/table.mjs';

const PEOPLE = 16;
const LOGGING_IN = 32;
/** As many at once as keep the queue full and five times as many before its door. */
const STORMING = 384;

/**
 * What people feel of many who log in: 32 of them at once, and a storm of five times what can be hashed.
 *
 * @param {{ short: boolean, json: boolean }} options
 */
export async function run({ short, json }) {
  const seconds = short ? 3 : 60;
  const service = await Service.start({ BCRYPT_COST: '4' });
  try {
    const people = await signUpPeople(service.url, PEOPLE);
    await service.stop();
    await service.launch({ BCRYPT_COST: '10' });
    const asking = (/** @type {string} */ name) => people.map((person) => callerOf(name, person));
    const calm = Math.min(seconds, 10);
    /** @type {[string, Awaited<ReturnType<typeof drive>>][]} */
    const rows = [];
    const quietly = async (/** @type {string} */ name) =>
      rows.push([`${name}, quiet`, await drive(service, asking(name), calm)]);
    const meanwhile = async (/** @type {string} */ name) => {
      const logins = drive(service, strangers(LOGGING_IN), calm + 1);
      rows.push([`${name}, 32 log-ins waiting`, await drive(service, asking(name), calm)]);
      await logins;
    };
    for (const name of ['cadenza user', 'cadenza refresh']) {
      await drive(service, asking(name), short ? 2 : 5);
      await quietly(name);
      await meanwhile(name);
    }
    rows.push(['log-ins, 8 at once', await drive(service, strangers(8), calm)]);
    rows.push([`log-ins, ${STORMING} at once`, await drive(service, strangers(STORMING), seconds)]);
    rows.push(['log-ins, 8 at once, after the storm', await drive(service, strangers(8), calm)]);
    report(rows, json);
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

/** Callers who each try one name that nobody has: judged at the same cost as any. @param {number} count */
function strangers(count) {
  return Array.from({ length: count }, (_, index) =>
    always(post('/api/v3/auth/login', { email: `nobody-${index}@example.com`, password: 'correct horse battery' })),
  );
}

/** @param {[string, Awaited<ReturnType<typeof drive>>][]} rows @param {boolean} json */
function report(rows, json) {
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ machine: describeMachine(), rows: Object.fromEntries(rows) }, null, 2)}\n`,
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
}
