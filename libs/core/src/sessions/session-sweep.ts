import { Inject, Injectable } from '@nestjs/common';
import { IsNull, LessThanOrEqual } from 'typeorm';
import { Clock, secondsAfter } from '#platform/clock';
import { Database } from '#platform/database';
import { Sweeps } from '#platform/sweeping';
import { Session } from './session.entity.js';
import { type SessionsConfig, sessionsSection } from './sessions.config.js';

/**
 * Has sessions removed that were over for so long that nobody asks why any more. One that was given up unused
 * counts from its absolute limit, which no use of it can have moved.
 */
@Injectable()
export class SessionSweep {
  constructor(
    @Inject(sessionsSection.token) private readonly config: SessionsConfig,
    private readonly database: Database,
    private readonly clock: Clock,
    sweeps: Sweeps,
  ) {
    sweeps.add(
      { name: 'ended sessions', removeSome: (limit) => this.removeEnded(limit) },
      { name: 'expired sessions', removeSome: (limit) => this.removeExpired(limit) },
    );
  }

  private removeEnded(limit: number): Promise<number> {
    return this.database.removeSome(Session, () => ({ endedAt: LessThanOrEqual(this.oldest()) }), limit);
  }

  private removeExpired(limit: number): Promise<number> {
    const expired = () => ({ endedAt: IsNull(), expiresAt: LessThanOrEqual(this.oldest()) });
    return this.database.removeSome(Session, expired, limit);
  }

  private oldest(): Date {
    return secondsAfter(this.clock.now(), -this.config.retentionSeconds);
  }
}
