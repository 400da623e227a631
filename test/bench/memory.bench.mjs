import { drive } from './support/load.mjs';
import { describeMachine } from './support/machine.mjs';
import { mixed } from './support/mixture.mjs';
import { signUpPeople } from './support/people.mjs';
import { progress } from './support/progress.mjs';
import { Service } from './support/service.mjs';
import { figure, table } from './support/table.mjs';

const PEOPLE = 16;
const TARGET = 1.3;

/**
 * Resident memory after so many mixed requests and after ten times as many. A minute or two.
 *
 * @param {{ short: boolean, json: boolean, requests?: number | undefined }} options
 */
export async function run({ short, json, requests = short ? 10_000 : 100_000 }) {
  const service = await Service.start({ BCRYPT_COST: '4' });
  try {
    const callers = (await signUpPeople(service.url, PEOPLE)).map(mixed);
    const rows = [];
    let done = 0;
    for (const wanted of [requests / 10, requests / 4, requests / 2, requests]) {
      const { mib = Number.NaN, statuses } = await drive(service, callers, { amount: wanted - done });
      done = wanted;
      progress(`${wanted} requests: ${mib.toFixed(0)} MiB`);
      rows.push({ requests: wanted, mib, statuses });
    }
    report(rows, json);
  } finally {
    await service.end();
  }
}

/** @param {{ requests: number, mib: number, statuses: Record<string, number> }[]} rows @param {boolean} json */
function report(rows, json) {
  const [first] = rows;
  const ratio = (rows.at(-1)?.mib ?? Number.NaN) / (first?.mib ?? Number.NaN);
  const machine = describeMachine();
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, ratio, target: TARGET, rows }, null, 2)}\n`);
    return;
  }
  const lines = rows.map(({ requests, mib, statuses }) => [figure(requests), figure(mib, 1), JSON.stringify(statuses)]);
  process.stdout.write(
    `${Object.values(machine).join('; ')}\n\n${table([['requests', 'resident MiB', 'answers'], ...lines])}\n` +
      `last to first: ${figure(ratio, 2)}, wanted ≤ ${TARGET}\n`,
  );
}
