import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import autocannon from 'autocannon';
import { cpuSeconds, residentMib } from './machine.mjs';
import { percentile } from './statistics.mjs';

/**
 * One client of many: what it asks next, and what it learns from the answer to the last.
 *
 * @typedef {object} Caller
 * @property {() => { method: 'GET' | 'POST', path: string, headers?: Record<string, string>, body?: string }} next
 * @property {(body: string) => void} [learn]
 * @property {boolean} [isChanging] whether it asks something else each time, although it learns nothing
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
 * its own, as people do, so that limits count as they would and close for nobody. At the end those whose answer was cut off
 * ask once more, and the server has done whatever it was still at: neither is counted.
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
  let answeredAt = startedAt;
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
    answeredAt = performance.now();
  });
  await load;
  // Up to the last answer: of slow ones, what came of the next by the end is up to chance.
  const elapsed = (answeredAt - startedAt) / 1000;
  const good = statuses[200] ?? 0;
  const cpu = cpuSeconds(pid) - before;
  await settle({ url, pid }, callers);
  return {
    perSecond: good / elapsed,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    cpuMicros: (cpu * 1e6) / times.length,
    mib: residentMib(pid),
    statuses,
  };
}

/** @param {{ url: string, pid: number }} server @param {readonly Caller[]} callers */
async function settle({ url, pid }, callers) {
  for (const [address, caller] of callers.entries()) {
    if (!caller.learn) continue;
    const { status, body } = await ask(url, caller, address);
    if (status === 200) caller.learn(body);
  }
  let before = -1;
  while (cpuSeconds(pid) > before) {
    before = cpuSeconds(pid) + 0.02;
    await setTimeout(100);
  }
}

/**
 * @param {string} url
 * @param {Caller} caller
 * @param {number} address
 * @returns {Promise<{ status: number, body: string }>}
 */
export async function ask(url, caller, address) {
  const { method, path, headers, body } = caller.next();
  const asked = request(new URL(path, url), {
    method,
    headers: { 'x-forwarded-for': addressOf(address), ...headers },
  });
  asked.end(body);
  const [answer] = /** @type {[import('node:http').IncomingMessage]} */ (await once(asked, 'response'));
  return { status: answer.statusCode ?? 0, body: await text(answer) };
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
  const { learn, isChanging = false } = caller;
  if (!learn && !isChanging) return asked();
  return {
    ...asked(),
    setupRequest: asked,
    onResponse: (status, body) => {
      if (status === 200) learn?.(body);
    },
  };
}

/** @param {number} count */
function addressOf(count) {
  return `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`;
}
