import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditService } from '#core/audit';
import { Outbox, type SettledMail } from '#platform/mail';

/** Puts on record what became of the mails that were queued. */
@Injectable()
export class MailAudit implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    this.outbox.onSettled((mail) => this.record(mail));
  }

  private record({ id, outcome, about: { accountId, purpose } = {} }: SettledMail): Promise<void> {
    const details = { mailId: id, ...(purpose !== undefined && { purpose }) };
    return this.audit.record({ kind: outcome === 'sent' ? 'mail.sent' : 'mail.failed', accountId, details });
  }
}
