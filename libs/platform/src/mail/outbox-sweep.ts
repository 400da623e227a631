import { Inject, Injectable } from '@nestjs/common';
import { In, LessThanOrEqual } from 'typeorm';
import { Clock, secondsAfter } from '#platform/clock';
import { Database } from '#platform/database';
import { Sweeps } from '#platform/sweeping';
import { type MailConfig, mailSection } from './mail.config.js';
import { OutboxMessage } from './outbox-message.entity.js';

/** Has mails removed that were asked for long ago and need not be sent any more. */
@Injectable()
export class OutboxSweep {
  constructor(@Inject(mailSection.token) config: MailConfig, database: Database, clock: Clock, sweeps: Sweeps) {
    const removeSome = (limit: number) => {
      const oldest = secondsAfter(clock.now(), -config.retentionSeconds);
      const settled = () => ({
        status: In(['sent', 'failed', 'mailbox'] as const),
        createdAt: LessThanOrEqual(oldest),
      });
      return database.removeSome(OutboxMessage, settled, limit);
    };
    sweeps.add({ name: 'settled mails', removeSome });
  }
}
