import { Injectable } from '@nestjs/common';
import { AuditTallies, type DailyTallies } from '#core/audit';
import { SessionHistory } from '#core/sessions';
import { type UserCounts, UserDirectory } from '#core/users';
import { Clock, secondsAfter } from '#platform/clock';

export interface Overview {
  readonly accounts: UserCounts;
  readonly livingSessions: number;
  /** Of the days that were asked for, today included. */
  readonly signIns: DailyTallies;
}

/** No count goes further, so that looking costs the same however large the service has become. */
export const COUNTED_AT_MOST = 100_000;

const DAY_SECONDS = 86_400;

/** How large the service is, and how busy. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly directory: UserDirectory,
    private readonly history: SessionHistory,
    private readonly tallies: AuditTallies,
    private readonly clock: Clock,
  ) {}

  /** @param days so many days (UTC), today included */
  async look(days: number): Promise<Overview> {
    const now = this.clock.now();
    const today = secondsAfter(now, -((now.getTime() / 1000) % DAY_SECONDS));
    const from = secondsAfter(today, -(days - 1) * DAY_SECONDS);
    return {
      accounts: await this.directory.count(COUNTED_AT_MOST),
      livingSessions: await this.history.countLiving(COUNTED_AT_MOST),
      signIns: await this.tallies.perDay('sign_in.succeeded', from, COUNTED_AT_MOST),
    };
  }
}
