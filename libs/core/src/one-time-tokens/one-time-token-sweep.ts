import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Sweeps } from '#platform/sweeping';
import { OneTimeToken } from './one-time-token.entity.js';

/** Has tokens removed that were not used in time. */
@Injectable()
export class OneTimeTokenSweep {
  constructor(database: Database, clock: Clock, sweeps: Sweeps) {
    const removeSome = (limit: number) =>
      database.removeSome(OneTimeToken, () => ({ expiresAt: LessThanOrEqual(clock.now()) }), limit);
    sweeps.add({ name: 'expired one-time tokens', removeSome });
  }
}
