import { Injectable } from '@nestjs/common';
import { type Page, type PageOrder, Pages } from '#core/paging';
import { Clock } from '#platform/clock';
import { Database, toStored } from '#platform/database';
import type { EndReason } from './end-reason.js';
import { Session } from './session.entity.js';

/** A session as it is told of later. */
export interface RecordedSession {
  readonly id: string;
  readonly origin: string;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly clientId: string | null;
  readonly organizationId: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  /** Null while it is good. */
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
}

/** The sessions of an account, good or over. */
@Injectable()
export class SessionHistory {
  constructor(
    private readonly database: Database,
    private readonly pages: Pages,
    private readonly clock: Clock,
  ) {}

  /**
   * A page of an account's sessions, the newest first, with those that are over and why.
   *
   * @throws CursorInvalid
   */
  async list(userId: string, order: PageOrder = {}): Promise<Page<RecordedSession>> {
    const keyOf = ({ createdAt, id }: Session) => `${toStored(createdAt)} ${id}`;
    const page = await this.pages.read(`sessions ${userId}`, order, keyOf, (take, after) => {
      const query = this.database
        .repository(Session)
        .createQueryBuilder('session')
        .where('session.userId = :userId', { userId })
        .orderBy('session.createdAt', 'DESC')
        .addOrderBy('session.id', 'DESC')
        .limit(take);
      if (after !== undefined) {
        const [createdAt, id] = after.split(' ');
        query.andWhere('(session.createdAt, session.id) < (:createdAt, :id)', { createdAt: Number(createdAt), id });
      }
      return query.getMany();
    });
    return { ...page, rows: page.rows.map((session) => this.told(session)) };
  }

  /** How many sessions are good at this moment; counts no further than `atMost`. */
  async countLiving(atMost: number): Promise<number> {
    const now = toStored(this.clock.now());
    const some = this.database
      .repository(Session)
      .createQueryBuilder('session')
      .select('1', 'one')
      .where('session.endedAt IS NULL AND session.expiresAt > :now AND session.idleExpiresAt > :now', { now })
      .limit(atMost);
    const [query, parameters] = some.getQueryAndParameters();
    const [row] = await this.database.manager.query<{ count: number | string }[]>(
      `SELECT COUNT(*) AS count FROM (${query}) AS counted`,
      parameters,
    );
    return Number(row?.count ?? 0);
  }

  /** One that has expired is over, whether or not anybody has noticed yet. */
  private told(session: Session): RecordedSession {
    const { id, origin, userAgent, address, clientId, organizationId, createdAt, lastUsedAt, expiresAt } = session;
    const endReason = session.reasonOverAt(this.clock.now()) ?? null;
    const expiredAt = endReason === 'expired_absolute' ? expiresAt : session.idleExpiresAt;
    const endedAt = endReason === null ? null : (session.endedAt ?? expiredAt);
    const about = { id, origin, userAgent, address, clientId, organizationId };
    return { ...about, createdAt, lastUsedAt, expiresAt, endedAt, endReason };
  }
}
