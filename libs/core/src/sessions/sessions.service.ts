import { Inject, Injectable } from '@nestjs/common';
import { type FindOptionsWhere, IsNull, MoreThan, Not } from 'typeorm';
import { ANYBODY, AuditService } from '#core/audit';
import { BY_SYSTEM, type Cause, type Visitor } from '#core/kernel';
import { Clock, earlierOf, secondsAfter } from '#platform/clock';
import { Database, type Soon } from '#platform/database';
import { Ids } from '#platform/random';
import { type EndReason, OWNERS_REASONS } from './end-reason.js';
import { RefreshTokens, type ShownRefreshToken } from './refresh-token.js';
import { Session } from './session.entity.js';
import { type SessionsConfig, sessionsSection } from './sessions.config.js';

export interface SessionOrder {
  readonly userId: string;
  readonly visitor: Visitor;
  readonly clientId?: string;
  readonly organizationId?: string;
  /** Whether it comes with a refresh token. */
  readonly isRefreshable: boolean;
}

export interface OpenedSession {
  readonly session: Session;
  readonly refreshToken?: string;
}

/** A refresh token that is good for nothing (any more). */
export interface RefusedRefresh {
  readonly outcome: 'refused';
  readonly logReason: string;
  /** Whose token it was, where that is known. */
  readonly session?: Session;
}

/** What a refresh token is: the one to be used next, the one spent last and still good for a retry, or neither. */
export type Recognition = { readonly outcome: 'current' | 'spent'; readonly session: Session } | RefusedRefresh;

/** What became of a refresh token that was presented. */
export type Rotation =
  | { readonly outcome: 'rotated' | 'repeated'; readonly session: Session; readonly refreshToken: string }
  | RefusedRefresh;

const NOT_OURS: RefusedRefresh = { outcome: 'refused', logReason: 'not a token of ours' };
const USER_AGENT_MAX_LENGTH = 255;
const TOUCH_AFTER_SECONDS = 60;
const LISTED = 200;

/** Sessions: opened, used, refreshed, ended with a reason. Who may have one, the gate decides. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(sessionsSection.token) private readonly config: SessionsConfig,
    private readonly database: Database,
    private readonly refreshTokens: RefreshTokens,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: AuditService,
  ) {}

  async open(order: SessionOrder): Promise<OpenedSession> {
    const now = this.clock.now();
    const id = this.ids.next();
    const minted = order.isRefreshable ? this.refreshTokens.first(id) : undefined;
    const expiresAt = secondsAfter(now, this.config.absoluteTtlSeconds);
    const session = this.database.repository(Session).create({
      id,
      userId: order.userId,
      clientId: order.clientId ?? null,
      organizationId: order.organizationId ?? null,
      origin: order.visitor.origin,
      address: order.visitor.address ?? null,
      userAgent: order.visitor.userAgent?.slice(0, USER_AGENT_MAX_LENGTH) ?? null,
      refreshDigest: minted?.digest ?? null,
      spentRefreshDigest: null,
      successorSalt: null,
      refreshedAt: null,
      createdAt: now,
      lastUsedAt: now,
      idleExpiresAt: this.idleLimit(now, expiresAt),
      expiresAt,
      endedAt: null,
      endReason: null,
    });
    await this.database.insert(Session, session);
    return { session, ...(minted && { refreshToken: minted.token }) };
  }

  /** The session with its account, alive or over; an expired one is recorded as ended on the way. */
  async find(id: string): Promise<Session | null> {
    return this.endedIfOver(await this.database.first(Session, { id }, 'user'));
  }

  /** The sessions of an account that are still good, those used last first; 200 at the most. */
  livingOf(userId: string): Promise<Session[]> {
    const now = this.clock.now();
    return this.database.repository(Session).find({
      where: { userId, endedAt: IsNull(), expiresAt: MoreThan(now), idleExpiresAt: MoreThan(now) },
      order: { lastUsedAt: 'DESC', id: 'DESC' },
      take: LISTED,
    });
  }

  /**
   * Notes that a session was used; at most once a minute, which is as fine as idleness is measured.
   *
   * @returns how many sessions that changed, at once where it changes none
   */
  touch(session: Session): Soon<number> {
    const now = this.clock.now();
    if (secondsAfter(session.lastUsedAt, TOUCH_AFTER_SECONDS) > now) return 0;
    const change = { lastUsedAt: now, idleExpiresAt: this.idleLimit(now, session.expiresAt) };
    return this.database.update(Session, { id: session.id, endedAt: IsNull() }, change);
  }

  /** Reads what was shown as a refresh token; costs no look-up, and tells nothing of whether it is still good. */
  readRefreshToken(text: string): ShownRefreshToken {
    return this.refreshTokens.read(text);
  }

  /**
   * Tells whose session a refresh token belongs to, alive at this moment, and spends nothing. As
   * particular as {@link rotate}: a token older than the one spent last, or that one once its retry
   * is over, is reuse and ends the session (RFC 9700 §4.14.2), whatever it was shown for.
   */
  async recognise(shown: ShownRefreshToken, visitor?: Visitor): Promise<Recognition> {
    if (!shown.sessionId) return NOT_OURS;
    return this.recogniseAs(await this.find(shown.sessionId), shown, visitor);
  }

  /**
   * Spends a refresh token, in one atomic step. The one spent last yields its successor once more,
   * for a short while and until that successor is used; any older one is reuse. Of several that spend the same token
   * at once the first does, and all others are its retries. To be called in the transaction that also decides whether the
   * account may go on.
   */
  async rotate(token: ShownRefreshToken, visitor?: Visitor): Promise<Rotation> {
    const { sessionId, text } = token;
    if (!sessionId) return NOT_OURS;
    return this.database.transaction(async () => {
      const found = await this.endedIfOver(await this.database.firstToChange(Session, { id: sessionId }, 'user'));
      const recognised = await this.recogniseAs(found, token, visitor);
      if (recognised.outcome === 'refused') return recognised;
      const { outcome, session } = recognised;
      if (outcome === 'current') return this.spend(session, text);
      const { token: refreshToken } = this.refreshTokens.successor(sessionId, text, session.successorSalt ?? '');
      return { outcome: 'repeated', session, refreshToken };
    });
  }

  /**
   * Ends one session. True when this call ended it, false when it was over already.
   *
   * @param cause by whom and from where, as far as the reason does not tell
   */
  async end(id: string, reason: EndReason, cause?: Partial<Cause>): Promise<boolean> {
    return (await this.endWhere({ id }, reason, cause)) > 0;
  }

  /** Ends a session that its owner wants ended. False when the account has no such session that is still good. */
  async endOwn(userId: string, id: string, cause?: Partial<Cause>): Promise<boolean> {
    const session = await this.find(id);
    if (session?.userId !== userId || session.endedAt !== null) return false;
    return this.end(id, 'ended_by_owner', cause);
  }

  /** Ends every session of an account, but for the one to be spared, and tells how many. */
  endAllOf(userId: string, reason: EndReason, spare?: string, cause?: Partial<Cause>): Promise<number> {
    return this.endWhere({ userId, ...(spare !== undefined && { id: Not(spare) }) }, reason, cause);
  }

  /** Ends every session that was opened with those client credentials, and tells how many. */
  endOpenedBy(clientId: string, reason: EndReason, cause?: Partial<Cause>): Promise<number> {
    return this.endWhere({ clientId }, reason, cause);
  }

  private async recogniseAs(
    session: Session | null,
    { text }: ShownRefreshToken,
    visitor: Visitor | undefined,
  ): Promise<Recognition> {
    const reason = session?.reasonOverAt(this.clock.now());
    if (!session) return { outcome: 'refused', logReason: 'session over: unknown' };
    if (reason) return { outcome: 'refused', logReason: `session over: ${reason}`, session };
    const digest = this.refreshTokens.digest(text);
    if (session.refreshDigest === digest) return { outcome: 'current', session };
    if (session.spentRefreshDigest === digest && this.isWithinRetry(session)) return { outcome: 'spent', session };
    await this.endForReuse(session, visitor);
    return { outcome: 'refused', logReason: 'refresh_reuse', session };
  }

  /** One that has expired is recorded as ended. */
  private endedIfOver(session: Session | null): Soon<Session | null> {
    const reason = session?.reasonOverAt(this.clock.now());
    if (!session || !reason || session.endedAt !== null) return session;
    return this.endOver(session, reason);
  }

  private async endOver(session: Session, reason: EndReason): Promise<Session> {
    await this.end(session.id, reason);
    return Object.assign(session, { endedAt: this.clock.now(), endReason: reason });
  }

  /** Of a session that is held. */
  private async spend(session: Session, token: string): Promise<Rotation> {
    const now = this.clock.now();
    const { id } = session;
    // It is the current one, so its digest is the one that was compared.
    const spentRefreshDigest = session.refreshDigest ?? '';
    const successorSalt = this.refreshTokens.newSalt();
    const successor = this.refreshTokens.successor(id, token, successorSalt);
    const change = {
      refreshDigest: successor.digest,
      spentRefreshDigest,
      successorSalt,
      refreshedAt: now,
      lastUsedAt: now,
      idleExpiresAt: this.idleLimit(now, session.expiresAt),
    };
    await this.database.changeHeld(Session, { id, refreshDigest: spentRefreshDigest, endedAt: IsNull() }, change);
    return { outcome: 'rotated', session: Object.assign(session, change), refreshToken: successor.token };
  }

  private async endForReuse({ id, userId }: Session, visitor?: Visitor): Promise<void> {
    const cause = { actor: ANYBODY, ...(visitor && { visitor }) };
    await this.database.transaction(async () => {
      await this.audit.record({ kind: 'refresh.reused', cause, accountId: userId, sessionId: id });
      await this.end(id, 'refresh_reuse', visitor && { visitor });
    });
  }

  /** One by one, so that each is on record once, whoever else is ending it at that moment. */
  private endWhere(where: FindOptionsWhere<Session>, reason: EndReason, cause?: Partial<Cause>): Promise<number> {
    return this.database.transaction(async () => {
      const living = await this.database.repository(Session).findBy({ ...where, endedAt: IsNull() });
      let count = 0;
      for (const session of living) count += (await this.endLiving(session, reason, cause)) ? 1 : 0;
      return count;
    });
  }

  private async endLiving({ id, userId }: Session, endReason: EndReason, cause?: Partial<Cause>): Promise<boolean> {
    const change = { endedAt: this.clock.now(), endReason };
    if ((await this.database.update(Session, { id, endedAt: IsNull() }, change)) === 0) return false;
    const byDefault = OWNERS_REASONS.includes(endReason) ? { actor: userId } : BY_SYSTEM;
    const details = { reason: endReason };
    const event = { kind: 'session.ended', cause: { ...byDefault, ...cause }, sessionId: id, details } as const;
    await this.audit.record({ ...event, accountId: userId });
    return true;
  }

  private isWithinRetry(session: Session): boolean {
    const { retryWindowSeconds } = this.config;
    return session.refreshedAt !== null && secondsAfter(session.refreshedAt, retryWindowSeconds) > this.clock.now();
  }

  private idleLimit(now: Date, absolute: Date): Date {
    return earlierOf(secondsAfter(now, this.config.idleTtlSeconds), absolute);
  }
}
