import fc from 'fast-check';
import { mustConform, publishedBy } from '../support/conformance.js';
import { exchange, type Reply } from '../support/exchange.js';
import { type FuzzedRequest, requestTo } from './arbitrary-requests.js';
import { operationsServedBy } from './documented-operations.js';
import { type KnownValues } from './known-values.js';

const RENEW_AFTER = 100;

/** What a run has seen. */
export interface FuzzReport {
  readonly requests: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Operations that were asked, and of them those that succeeded at least once. */
  readonly operations: { readonly asked: number; readonly succeeded: number };
}

/**
 * Asks every operation that the service publishes for anything at all, one request after the other. Stops at the first
 * answer that is a fault of the service or that its document does not foresee, and shows the smallest request that
 * gets it.
 */
export async function fuzz(known: KnownValues, requests: number, seed: number): Promise<FuzzReport> {
  const { base } = known;
  const operations = await operationsServedBy(base);
  const seen = new Tally();
  const one = fc
    .constantFrom(...operations)
    .chain((operation) =>
      requestTo(operation).map((request) => ({ name: `${operation.method} ${operation.path}`, request })),
    );
  await fc.assert(
    fc.asyncProperty(one, async ({ name, request }) => {
      if (seen.requests % RENEW_AFTER === 0) await known.renew();
      seen.add(name, (await answerTo(known, request)).status);
    }),
    { numRuns: requests, seed, endOnFailure: false },
  );
  return seen.report();
}

async function answerTo(known: KnownValues, request: FuzzedRequest): Promise<Reply> {
  const url = new URL(known.base + known.fill(request.path));
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, known.fill(value)]));
  const sending = { headers, ...(request.body !== undefined && { raw: known.fill(request.body) }) };
  const reply = await exchange(url, request.method, sending);
  if (reply.status >= 500) throw new Error(`${request.method} ${url.pathname} answered ${String(reply.status)}`);
  mustConform(await publishedBy(url.origin), { method: request.method, path: url.pathname, reply });
  return reply;
}

class Tally {
  requests = 0;
  private readonly statuses = new Map<number, number>();
  private readonly asked = new Set<string>();
  private readonly succeeded = new Set<string>();

  add(operation: string, status: number): void {
    this.requests += 1;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    this.asked.add(operation);
    if (status < 300) this.succeeded.add(operation);
  }

  report(): FuzzReport {
    const { requests, asked, succeeded } = this;
    const statuses = Object.fromEntries([...this.statuses].sort(([one], [other]) => one - other));
    return { requests, statuses, operations: { asked: asked.size, succeeded: succeeded.size } };
  }
}
