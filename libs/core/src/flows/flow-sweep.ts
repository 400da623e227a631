import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Sweeps } from '#platform/sweeping';
import { Flow } from './flow.entity.js';

/** Has flows removed whose time is up: nobody finds them any more. */
@Injectable()
export class FlowSweep {
  constructor(database: Database, clock: Clock, sweeps: Sweeps) {
    const removeSome = (limit: number) =>
      database.removeSome(Flow, () => ({ expiresAt: LessThanOrEqual(clock.now()) }), limit);
    sweeps.add({ name: 'expired flows', removeSome });
  }
}
