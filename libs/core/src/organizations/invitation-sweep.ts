import { Inject, Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Clock, secondsAfter } from '#platform/clock';
import { Database } from '#platform/database';
import { Sweeps } from '#platform/sweeping';
import { Invitation } from './invitation.entity.js';
import { type OrganizationsConfig, organizationsSection } from './organizations.config.js';

/** Has invitations removed that were settled long ago. One that is merely expired stays: it can be sent again. */
@Injectable()
export class InvitationSweep {
  constructor(
    @Inject(organizationsSection.token) config: OrganizationsConfig,
    database: Database,
    clock: Clock,
    sweeps: Sweeps,
  ) {
    const removeSome = (limit: number) => {
      const oldest = secondsAfter(clock.now(), -config.invitationRetentionSeconds);
      return database.removeSome(Invitation, () => ({ settledAt: LessThanOrEqual(oldest) }), limit);
    };
    sweeps.add({ name: 'settled invitations', removeSome });
  }
}
