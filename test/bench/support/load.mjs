import autocannon from 'autocannon';
import { cpuSeconds, residentMib } from './machine.mjs';
import { percentile } from './statistics.mjs';

/**
 * One client of many: what it asks next, and what it learns from the answer to the last.
 *
 * @typedef {object} Caller
 * @property {() => { method: 'GET' | 'POST', path: string, headers?: Record<string, string>, body?: string }} next
 * @property {(body: string) => void} [learn]
 */

/**
 * What a load came to.
 *
 * @typedef {object} Measured
 * @property {number} perSecond answers of status 200
 * @property {number} [p50] milliseconds
 * @property {number} [p99] milliseconds
 * @property {number} [cpuMicros] processor time of the server for each answer
 * @property {number} [mib] resident memory of the server at the end
 * @property {Record<string, number>} [statuses] how often each was answered
 */

/**
 * Has every caller ask one thing after the other, all callers at once, for so many seconds or requests. Each comes from an address of
 * its own, as people do, so that limits count as they would and close for nobody.
 *
 * @param {{ url: string, pid: number }} server
 * @param {readonly Caller[]} callers
 * @param {number | { amount: number }} extent
 * @returns {Promise<Measured & { statuses: Record<string, number> }>}
 */
export async function drive({ url, pid }, callers, extent) {
  /** @type {number[]} */
  const times = [];
  /** @type {Record<string, number>} */
  const statuses = {};
  let index = 0;
  const before = cpuSeconds(pid);
  const startedAt = performance.now();
  // What it returns is awaited and listened to, while its types know but one of the two.
  const load = /** @type {import('autocannon').Instance & Promise<unknown>} */ (
    /** @type {unknown} */ (
      autocannon({
        url,
        connections: callers.length,
        ...(typeof extent === 'number' ? { duration: extent } : extent),
        timeout: 60,
        setupClient: (client) => {
          const address = index++;
          const caller = callers[address % callers.length];
          if (caller) client.setRequests([requestOf(caller, address)]);
        },
      })
    )
  );
  void load.on('response', (_client, status, _bytes, time) => {
    times.push(time);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  await load;
  const elapsed = (performance.now() - startedAt) / 1000;
  const good = statuses[200] ?? 0;
  return {
    perSecond: good / elapsed,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    cpuMicros: ((cpuSeconds(pid) - before) * 1e6) / times.length,
    mib: residentMib(pid),
    statuses,
  };
}

/**
 * @param {Caller} caller
 * @param {number} address
 * @returns {import('autocannon').Request}
 */
function requestOf(caller, address) {
  const asked = () => {
    const { headers, ...rest } = caller.next();
    return { ...rest, headers: { 'x-forwarded-for': addressOf(address), ...headers } };
  };
  const { learn } = caller;
  if (!learn) return asked();
  return {
    ...asked(),
    setupRequest: asked,
    onResponse: (status, body) => {
      if (status === 200) learn(body);
    },
  };
}

/** @param {number} count */
function addressOf(count) {
  return `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`;
}
