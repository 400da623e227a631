import { drive } from './support/load.mjs';
import { CORES, describeMachine } from './support/machine.mjs';
import { mixed } from './support/mixture.mjs';
import { signUpPeople } from './support/people.mjs';
import { progress } from './support/progress.mjs';
import { Service } from './support/service.mjs';
import { slope } from './support/statistics.mjs';
import { figure, table } from './support/table.mjs';

const PEOPLE = 16;
const STEPS = 10;
const MIB = 1024 * 1024;
/** A sign-up is remembered for 25 minutes, longer than a run takes: here for one, so that what goes on growing is a leak. */
const LIMITS = { LIMIT_OVERRIDES: 'sign-up.account=60/1s' };
const HEAP = ['--expose-gc', '--import', new URL('../support/report-heap.mjs', import.meta.url).href];

/**
 * The heap after a forced collection, ten times along a million mixed requests. Five to ten minutes; `--requests N`
 * for fewer.
 *
 * @param {{ short: boolean, json: boolean, requests?: number | undefined }} options
 */
export async function run({ short, json, requests = short ? 20_000 : 1_000_000 }) {
  const service = await Service.start({ BCRYPT_COST: '4', ...LIMITS }, { cores: CORES?.server, more: HEAP });
  try {
    const callers = (await signUpPeople(service.url, PEOPLE)).map(mixed);
    const rows = [];
    for (let step = 1; step <= STEPS; step++) {
      const { statuses } = await drive(service, callers, { amount: requests / STEPS });
      const { heapUsed = 0, external = 0, rss = 0 } = (await service.program?.ask({ tell: 'heap' })) ?? {};
      rows.push({ requests: (requests / STEPS) * step, heap: heapUsed, external, rss, statuses });
      progress(`${step} of ${STEPS}: heap ${(heapUsed / MIB).toFixed(1)} MiB`);
    }
    report(rows, json);
  } finally {
    await service.end();
  }
}

/** @typedef {{ requests: number, heap: number, external: number, rss: number, statuses: Record<string, number> }} Row */

/** @param {Row[]} rows @param {boolean} json */
function report(rows, json) {
  // The first tenth fills caches.
  const settled = rows.slice(1);
  const bytesPerRequest = slope(settled.map(({ requests, heap }) => [requests, heap]));
  const machine = describeMachine();
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, bytesPerRequest, rows }, null, 2)}\n`);
    return;
  }
  const lines = rows.map(({ requests, heap, external, rss, statuses }) => [
    figure(requests),
    ...[heap, external, rss].map((bytes) => figure(bytes / MIB, 1)),
    JSON.stringify(statuses),
  ]);
  process.stdout.write(
    `${Object.values(machine).join('; ')}\n\n` +
      `${table([['requests', 'heap MiB', 'external MiB', 'resident MiB', 'answers'], ...lines])}\n` +
      `slope of the heap from the second tenth on: ${figure(bytesPerRequest, 2)} bytes a request, wanted: none\n`,
  );
}
