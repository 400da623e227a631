import { COUNTED_AT_MOST, type Overview } from '#core/administration';
import type { ServiceOverview } from './overview.dto.js';

export function toServiceOverview({ accounts, livingSessions, signIns }: Overview): ServiceOverview {
  return {
    countedAtMost: COUNTED_AT_MOST,
    accounts: { all: accounts.all, disabled: accounts.disabled, unverified: accounts.unverified },
    liveSessions: livingSessions,
    signIns: signIns.tallies.map(({ day, origin, count }) => ({
      day: day.toISOString().slice(0, 'yyyy-mm-dd'.length),
      dialect: origin,
      count,
    })),
    signInsComplete: signIns.isComplete,
  };
}
