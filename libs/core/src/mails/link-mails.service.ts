import { Injectable } from '@nestjs/common';
import { AuditService } from '#core/audit';
import { BY_SYSTEM, type Visitor } from '#core/kernel';
import { Links, type PageName } from '#core/links';
import { type OneTimePurpose, OneTimeTokensService } from '#core/one-time-tokens';
import { Database } from '#platform/database';
import { Outbox } from '#platform/mail';
import { renderLetter } from './letter.js';

export interface LinkMail {
  readonly userId: string;
  /** Who had it sent, if anybody. */
  readonly visitor?: Visitor;
  readonly to: string;
  readonly purpose: OneTimePurpose;
  readonly ttlSeconds: number;
  readonly page: PageName;
  readonly subject: string;
  /** Sentences before the link. */
  readonly lead: string;
  readonly label: string;
  /** What to do if it was somebody else. */
  readonly otherwise: string;
}

/** Mails whose one link carries a one-time token to a page of ours. */
@Injectable()
export class LinkMails {
  constructor(
    private readonly database: Database,
    private readonly tokens: OneTimeTokensService,
    private readonly links: Links,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
  ) {}

  /** Makes the token and puts the mail on its way, in one step; an earlier token of that purpose stops working. */
  async send(mail: LinkMail): Promise<void> {
    const { userId, visitor, to, purpose, ttlSeconds, page, subject, lead, label, otherwise } = mail;
    await this.database.transaction(async () => {
      const token = await this.tokens.issue({ userId, purpose, email: to, ttlSeconds });
      const link = { label, url: this.links.to(page, token) };
      const about = { accountId: userId, purpose };
      const mailId = await this.outbox.enqueue({ ...renderLetter({ to, subject, lead, link, otherwise }), about });
      const cause = { ...BY_SYSTEM, ...(visitor && { visitor }) };
      await this.audit.record({ kind: 'mail.queued', cause, accountId: userId, details: { mailId, purpose } });
    });
  }
}
