import fc from 'fast-check';
import { mustConform, publishedBy } from '../support/conformance.js';
import { exchange, type Reply } from '../support/exchange.js';
import { type FuzzedRequest, requestTo } from './arbitrary-requests.js';
import { operationsServedBy } from './documented-operations.js';
import { type KnownValues } from './known-values.js';
import { soundRequestTo } from './sound-requests.js';

const RENEW_AFTER = 50;

/** How much is asked. */
export interface FuzzOrder {
  readonly requests: number;
  readonly seed: number;
  /** Called each time that so many requests were answered. */
  readonly pause: { readonly every: number; readonly look: (requests: number) => Promise<void> };
}

/** What a run has seen. */
export interface FuzzReport {
  readonly requests: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<number, number>>;
  /** The same for each operation that was asked. */
  readonly operations: Readonly<Record<string, Readonly<Record<number, number>>>>;
  /** Those of them that never succeeded. */
  readonly neverSucceeded: readonly string[];
}

/**
 * Asks every operation that the service publishes for anything at all, one request after the other. Stops at the first
 * answer that is a fault of the service or that its document does not foresee, and shows the smallest request that
 * gets it.
 */
export async function fuzz(known: KnownValues, { requests, seed, pause }: FuzzOrder): Promise<FuzzReport> {
  const operations = await operationsServedBy(known.base);
  const seen = new Tally();
  const one = fc
    .constantFrom(...operations)
    .chain((operation) =>
      fc
        .oneof({ weight: 3, arbitrary: soundRequestTo(operation) }, { weight: 2, arbitrary: requestTo(operation) })
        .map((request) => ({ name: `${operation.method} ${operation.path}`, request })),
    );
  await fc.assert(
    fc.asyncProperty(one, async ({ name, request }) => {
      if (seen.requests % RENEW_AFTER === 0) await known.renew();
      seen.add(name, (await answerTo(known, request)).status);
      if (seen.requests % pause.every === 0) await pause.look(seen.requests);
    }),
    { numRuns: requests, seed, endOnFailure: false },
  );
  return seen.report();
}

async function answerTo(known: KnownValues, request: FuzzedRequest): Promise<Reply> {
  const url = new URL(known.base + known.fill(request.path));
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, known.fill(value)]));
  const sending = { headers, ...(request.body !== undefined && { raw: known.fill(request.body) }) };
  const document = await (await publishedBy(url.origin)).covering(url.pathname);
  const reply = await exchange(url, request.method, sending);
  if (reply.status >= 500) throw new Error(`${request.method} ${url.pathname} answered ${String(reply.status)}`);
  mustConform(document, { method: request.method, path: url.pathname, reply });
  return reply;
}

type Counts = Map<number, number>;

const asObject = (counts: Counts) => Object.fromEntries([...counts].sort(([one], [other]) => one - other));

class Tally {
  requests = 0;
  private readonly statuses: Counts = new Map();
  private readonly operations = new Map<string, Counts>();

  add(operation: string, status: number): void {
    const own: Counts = this.operations.get(operation) ?? new Map<number, number>();
    this.operations.set(operation, own);
    this.requests += 1;
    for (const counts of [this.statuses, own]) counts.set(status, (counts.get(status) ?? 0) + 1);
  }

  report(): FuzzReport {
    const all = [...this.operations].sort(([one], [other]) => one.localeCompare(other));
    return {
      requests: this.requests,
      statuses: asObject(this.statuses),
      operations: Object.fromEntries(all.map(([name, counts]) => [name, asObject(counts)])),
      neverSucceeded: all
        .filter(([, counts]) => ![...counts.keys()].some((status) => status < 300))
        .map(([name]) => name),
    };
  }
}
