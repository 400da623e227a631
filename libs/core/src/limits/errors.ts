import { CoreError } from '#core/kernel';
import type { LimitedAction } from './rules.js';

/** Too many tries. Nothing was judged or sent. */
export class LimitExceeded extends CoreError {
  readonly code = 'limit_exceeded';

  constructor(
    readonly action: LimitedAction,
    readonly key: 'address' | 'account' | 'pair',
    readonly retryAfterSeconds: number,
  ) {
    super('Too many requests; try again later', `${action} by ${key}`);
  }
}

export type LimitsError = LimitExceeded;
