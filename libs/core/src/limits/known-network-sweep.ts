import { Inject, Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Clock, secondsAfter } from '#platform/clock';
import { Database } from '#platform/database';
import { Sweeps } from '#platform/sweeping';
import { KnownNetwork } from './known-network.entity.js';
import { type LimitsConfig, limitsSection } from './limits.config.js';

/** Has networks forgotten from which an account was not signed in to for so long that they count no more. */
@Injectable()
export class KnownNetworkSweep {
  constructor(@Inject(limitsSection.token) config: LimitsConfig, database: Database, clock: Clock, sweeps: Sweeps) {
    const removeSome = (limit: number) => {
      const oldest = secondsAfter(clock.now(), -config.knownNetworkTtlSeconds);
      return database.removeSome(KnownNetwork, () => ({ lastSeenAt: LessThanOrEqual(oldest) }), limit);
    };
    sweeps.add({ name: 'known networks', removeSome });
  }
}
