import type { LimitState } from '#core/limits';
import type { LimitReadings } from './limits.dto.js';

export function toLimitReadings(states: readonly LimitState[]): LimitReadings {
  return {
    limits: states.map(({ action, key, account, address, count, points, waitSeconds }) => ({
      action,
      key,
      account: account ?? null,
      address: address ?? null,
      count,
      allowed: points,
      waitSeconds,
    })),
  };
}
