import { Inject, Injectable } from '@nestjs/common';
import { type FindOptionsWhere, IsNull, Not } from 'typeorm';
import type { Visitor } from '#core/kernel';
import { Clock, earlierOf, secondsAfter } from '#platform/clock';
import { Database } from '#platform/database';
import { Ids } from '#platform/random';
import type { EndReason } from './end-reason.js';
import { RefreshTokens } from './refresh-token.js';
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
}

/** What a refresh token is: the one to be used next, the one spent last and still good for a retry, or neither. */
export type Recognition = { readonly outcome: 'current' | 'spent'; readonly session: Session } | RefusedRefresh;

/** What became of a refresh token that was presented. */
export type Rotation =
  | { readonly outcome: 'rotated' | 'repeated'; readonly session: Session; readonly refreshToken: string }
  | RefusedRefresh;

const USER_AGENT_MAX_LENGTH = 255;
const TOUCH_AFTER_SECONDS = 60;

/** Sessions: opened, used, refreshed, ended with a reason. Who may have one, the gate decides. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(sessionsSection.token) private readonly config: SessionsConfig,
    private readonly database: Database,
    private readonly refreshTokens: RefreshTokens,
    private readonly clock: Clock,
    private readonly ids: Ids,
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
    const session = await this.database.repository(Session).findOne({ where: { id }, relations: { user: true } });
    const reason = session?.reasonOverAt(this.clock.now());
    if (!session || !reason || session.endedAt !== null) return session;
    await this.end(id, reason);
    return Object.assign(session, { endedAt: this.clock.now(), endReason: reason });
  }

  /** Notes that a session was used; at most once a minute, which is as fine as idleness is measured. */
  async touch(session: Session): Promise<void> {
    const now = this.clock.now();
    if (secondsAfter(session.lastUsedAt, TOUCH_AFTER_SECONDS) > now) return;
    const change = { lastUsedAt: now, idleExpiresAt: this.idleLimit(now, session.expiresAt) };
    await this.database.update(Session, { id: session.id, endedAt: IsNull() }, change);
  }

  /**
   * Tells whose session a refresh token belongs to, alive at this moment, and spends nothing. As
   * particular as {@link rotate}: a token older than the one spent last, or that one once its retry
   * is over, is reuse and ends the session (RFC 9700 §4.14.2), whatever it was shown for.
   */
  async recognise(token: string): Promise<Recognition> {
    const id = this.refreshTokens.sessionOf(token);
    if (!id) return { outcome: 'refused', logReason: 'not a token of ours' };
    const session = await this.find(id);
    const reason = session?.reasonOverAt(this.clock.now());
    if (!session || reason) return { outcome: 'refused', logReason: `session over: ${reason ?? 'unknown'}` };
    const digest = this.refreshTokens.digest(token);
    if (session.refreshDigest === digest) return { outcome: 'current', session };
    if (session.spentRefreshDigest === digest && this.isWithinRetry(session)) return { outcome: 'spent', session };
    await this.end(id, 'refresh_reuse');
    return { outcome: 'refused', logReason: 'refresh_reuse' };
  }

  /**
   * Spends a refresh token, in one atomic step. The one spent last yields its successor once more,
   * for a short while and until that successor is used; any older one is reuse. To be called in the
   * transaction that also decides whether the account may go on.
   */
  async rotate(token: string): Promise<Rotation> {
    const recognised = await this.recognise(token);
    if (recognised.outcome === 'refused') return recognised;
    const { outcome, session } = recognised;
    if (outcome === 'spent') {
      const { token: refreshToken } = this.refreshTokens.successor(session.id, token, session.successorSalt ?? '');
      return { outcome: 'repeated', session, refreshToken };
    }
    // Where another use of the same token was quicker, this one is its retry.
    return (await this.spend(session, token)) ?? this.rotate(token);
  }

  /** Ends one session. True when this call ended it, false when it was over already. */
  async end(id: string, reason: EndReason): Promise<boolean> {
    return (await this.endWhere({ id }, reason)) > 0;
  }

  /** Ends every session of an account, but for the one to be spared, and tells how many. */
  endAllOf(userId: string, reason: EndReason, spare?: string): Promise<number> {
    return this.endWhere({ userId, ...(spare !== undefined && { id: Not(spare) }) }, reason);
  }

  /** Ends every session that was opened with those client credentials, and tells how many. */
  endOpenedBy(clientId: string, reason: EndReason): Promise<number> {
    return this.endWhere({ clientId }, reason);
  }

  private async spend(session: Session, token: string): Promise<Rotation | undefined> {
    const now = this.clock.now();
    const { id } = session;
    const spentRefreshDigest = this.refreshTokens.digest(token);
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
    const where = { id, refreshDigest: spentRefreshDigest, endedAt: IsNull() };
    const changed = await this.database.update(Session, where, change);
    if (changed === 0) return undefined;
    return { outcome: 'rotated', session: Object.assign(session, change), refreshToken: successor.token };
  }

  private endWhere(where: FindOptionsWhere<Session>, endReason: EndReason): Promise<number> {
    return this.database.update(Session, { ...where, endedAt: IsNull() }, { endedAt: this.clock.now(), endReason });
  }

  private isWithinRetry(session: Session): boolean {
    const { retryWindowSeconds } = this.config;
    return session.refreshedAt !== null && secondsAfter(session.refreshedAt, retryWindowSeconds) > this.clock.now();
  }

  private idleLimit(now: Date, absolute: Date): Date {
    return earlierOf(secondsAfter(now, this.config.idleTtlSeconds), absolute);
  }
}
