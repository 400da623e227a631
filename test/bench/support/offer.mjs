import { setTimeout } from 'node:timers/promises';
import { residentMib } from './machine.mjs';
import { ask } from './load.mjs';
import { percentile } from './statistics.mjs';

/**
 * Asks so often a second for so many seconds, whatever has been answered by then, each time from another address: as a
 * crowd does that does not know of one another. Ends when all are answered.
 *
 * @param {{ url: string, pid: number }} server
 * @param {import('./load.mjs').Caller} caller
 * @param {{ perSecond: number, seconds: number }} extent
 */
export async function offer({ url, pid }, caller, { perSecond, seconds }) {
  /** @type {number[]} */
  const times = [];
  /** @type {Record<string, number>} */
  const statuses = {};
  const asking = [];
  const startedAt = performance.now();
  for (let count = 0; count < perSecond * seconds; count++) {
    const early = startedAt + (count / perSecond) * 1000 - performance.now();
    if (early > 1) await setTimeout(early);
    const askedAt = performance.now();
    asking.push(
      ask(url, caller, count).then(({ status }) => {
        times.push(performance.now() - askedAt);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }),
    );
  }
  await Promise.all(asking);
  return {
    elapsed: (performance.now() - startedAt) / 1000,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    mib: residentMib(pid),
    statuses,
  };
}
