import { Injectable } from '@nestjs/common';
import { Database, toStored } from '#platform/database';
import { AuditEvent } from './audit-event.entity.js';
import type { AuditKind } from './kinds.js';

/** How often something happened on one day (UTC) through one API. */
export interface DailyTally {
  /** Midnight, at which the day begins. */
  readonly day: Date;
  readonly origin: string | null;
  readonly count: number;
}

export interface DailyTallies {
  /** The latest day first. */
  readonly tallies: readonly DailyTally[];
  /** False where there was more than was counted: then the earliest of the days are missing or too low. */
  readonly isComplete: boolean;
}

const DAY_MS = 86_400_000;

/** Counts what is on record, no further than a price that is known. */
@Injectable()
export class AuditTallies {
  constructor(private readonly database: Database) {}

  /** @param atMost so many events are looked at, the latest first */
  async perDay(kind: AuditKind, from: Date, atMost: number): Promise<DailyTallies> {
    const [latest, parameters] = this.database
      .repository(AuditEvent)
      .createQueryBuilder('event')
      .select(`event.at / ${DAY_MS}`, 'day')
      .addSelect('event.origin', 'origin')
      .where('event.kind = :kind AND event.at >= :from', { kind, from: toStored(from) })
      .orderBy('event.at', 'DESC')
      .addOrderBy('event.sequence', 'DESC')
      .limit(atMost)
      .getQueryAndParameters();
    const rows = await this.database.manager.query<
      { day: number | string; origin: string | null; count: number | string }[]
    >(
      `SELECT day, origin, COUNT(*) AS count FROM (${latest}) AS latest GROUP BY day, origin ORDER BY day DESC, origin`,
      parameters,
    );
    const tallies = rows.map(({ day, origin, count }) => ({
      day: new Date(Number(day) * DAY_MS),
      origin,
      count: Number(count),
    }));
    return { tallies, isComplete: tallies.reduce((sum, { count }) => sum + count, 0) < atMost };
  }
}
