import { jest } from '@jest/globals';
import { LimitExceeded, Limits, RULES } from '#core/limits';
import { HashPool, HashQueueFullError } from '#platform/crypto';
import { Database } from '#platform/database';
import type { TestApp } from '../../support/test-app.js';

/** Brings something about that makes the next call fail, and gives what the call must be sent through. */
export type Mishap = (app: TestApp) => typeof fetch;

const OVERSIZED = 'x'.repeat(70_000);

/** As the driver of PostgreSQL says that nobody listens. */
const OUT_OF_REACH = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
  code: 'ECONNREFUSED',
  syscall: 'connect',
});

/** By the status that each leads to, or a name where another leads there, too; at every operation which may answer it. */
export const MISHAPS = {
  413: () => onTheWay((request) => new Request(request, { body: OVERSIZED })),
  415: () =>
    onTheWay((request) => {
      request.headers.set('content-type', 'text/plain');
      return request;
    }),
  429: (app) => {
    jest
      .spyOn(app.nest.get(Limits), 'spend')
      .mockRejectedValue(
        new LimitExceeded('sign-in', 'address', { retryAfterSeconds: 1, allowance: RULES.strict['sign-in'].address }),
      );
    return fetch;
  },
  500: (app) => withoutDatabase(app, new Error('The database is gone')),
  503: (app) => withoutDatabase(app, OUT_OF_REACH),
  fullQueue: (app) => {
    jest.spyOn(app.nest.get(HashPool), 'run').mockRejectedValue(new HashQueueFullError(1));
    return fetch;
  },
} as const satisfies Record<number | 'fullQueue', Mishap>;

export type MishapName = keyof typeof MISHAPS;

export type MishapStatus = Extract<MishapName, number>;

export function statusOf(mishap: MishapName): MishapStatus {
  return mishap === 'fullQueue' ? 503 : mishap;
}

/** Whatever is asked of it fails so. */
function withoutDatabase(app: TestApp, error: Error): typeof fetch {
  const database = app.nest.get(Database);
  jest.spyOn(database, 'manager', 'get').mockImplementation(() => {
    throw error;
  });
  jest.spyOn(database, 'first').mockRejectedValue(error);
  jest.spyOn(database, 'transaction').mockRejectedValue(error);
  return fetch;
}

/** What happens to a request between the client and the service. */
function onTheWay(change: (request: Request) => Request): typeof fetch {
  return (input, init) => fetch(change(new Request(input, init)));
}
