import { jest } from '@jest/globals';
import { LimitExceeded, Limits, RULES } from '#core/limits';
import { HashPool, HashQueueFullError } from '#platform/crypto';
import { Database } from '#platform/database';
import type { TestApp } from '../../support/test-app.js';

/** Brings something about that makes the next call fail, and gives what the call must be sent through. */
export type Mishap = (app: TestApp) => typeof fetch;

const OVERSIZED = 'x'.repeat(70_000);

/** By the status that each leads to, at every operation which may answer it. */
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
  500: (app) => {
    jest.spyOn(app.nest.get(Database), 'manager', 'get').mockImplementation(() => {
      throw new Error('The database is gone');
    });
    return fetch;
  },
  503: (app) => {
    jest.spyOn(app.nest.get(HashPool), 'run').mockRejectedValue(new HashQueueFullError(1));
    return fetch;
  },
} as const satisfies Record<number, Mishap>;

export type MishapStatus = keyof typeof MISHAPS;

/** What happens to a request between the client and the service. */
function onTheWay(change: (request: Request) => Request): typeof fetch {
  return (input, init) => fetch(change(new Request(input, init)));
}
