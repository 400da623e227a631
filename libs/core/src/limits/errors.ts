import { CoreError } from '#core/kernel';
import { type Allowance, memorySeconds } from '#platform/limits';
import type { LimitedAction, LimitScope } from './rules.js';

const TRIES: Readonly<Record<LimitedAction, string>> = {
  'sign-in': 'attempts to sign in',
  'client-sign-in': 'attempts to sign in',
  'sign-up': 'attempts to sign up',
  refresh: 'refreshes',
  send: 'mails asked for',
  'one-time-token': 'attempts with one-time tokens',
  'api-key': 'attempts with API keys',
};

const BY: Readonly<Record<LimitScope, string>> = {
  address: 'from this address',
  account: 'for this account',
  pair: 'for this account from this address',
};

/** Too many tries. Nothing was judged or sent. */
export class LimitExceeded extends CoreError {
  readonly code = 'limit_exceeded';

  /** The name of the allowance that is spent, as whoever runs the service knows it: `sign-in.pair`. */
  readonly policy: string;
  readonly points: number;
  /** For how long a try counts. */
  readonly windowSeconds: number;
  readonly retryAfterSeconds: number;

  /** @param retryAfterSeconds at least 1 */
  constructor(
    readonly action: LimitedAction,
    readonly key: LimitScope,
    { retryAfterSeconds, allowance }: { readonly retryAfterSeconds: number; readonly allowance: Allowance },
  ) {
    const wait = retryAfterSeconds === 1 ? '1 second' : `${retryAfterSeconds} seconds`;
    super(`Too many ${TRIES[action]} ${BY[key]}; try again in ${wait}`, `${action} by ${key}`);
    this.retryAfterSeconds = retryAfterSeconds;
    this.policy = `${action}.${key}`;
    this.points = allowance.points;
    this.windowSeconds = memorySeconds(allowance);
  }
}

export type LimitsError = LimitExceeded;
