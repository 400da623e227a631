import { Injectable } from '@nestjs/common';
import { AuditService } from '#core/audit';
import { BY_SYSTEM, type Visitor } from '#core/kernel';
import { Links, type PageName } from '#core/links';
import { type OneTimePurpose, OneTimeTokensService } from '#core/one-time-tokens';
import { Database } from '#platform/database';
import { Outbox } from '#platform/mail';
import { renderLetter } from './letter.js';

/** A mail about one link. */
export interface LinkLetter {
  /** Who had it sent, if anybody. */
  readonly visitor?: Visitor;
  readonly to: string;
  readonly page: PageName;
  readonly subject: string;
  /** Sentences before the link. */
  readonly lead: string;
  readonly label: string;
  /** What to do if it was somebody else. */
  readonly otherwise: string;
}

export interface LinkMail extends LinkLetter {
  readonly userId: string;
  readonly purpose: OneTimePurpose;
  readonly ttlSeconds: number;
}

/** A mail about a link that is there already. */
export interface TokenLetter extends LinkLetter {
  readonly token: string;
  /** What the token is for; goes on record. */
  readonly purpose: string;
  /** Whose account it is about, if it is about one. */
  readonly accountId?: string;
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
  async send({ userId, purpose, ttlSeconds, ...letter }: LinkMail): Promise<void> {
    await this.database.transaction(async () => {
      const token = await this.tokens.issue({ userId, purpose, email: letter.to, ttlSeconds });
      await this.sendLink({ ...letter, token, purpose, accountId: userId });
    });
  }

  /** The same with a token that somebody else keeps account of. */
  async sendLink({ token, purpose, accountId, visitor, ...letter }: TokenLetter): Promise<void> {
    const { to, page, subject, lead, label, otherwise } = letter;
    const link = { label, url: this.links.to(page, token) };
    const about = { purpose, ...(accountId !== undefined && { accountId }) };
    await this.database.transaction(async () => {
      const mailId = await this.outbox.enqueue({ ...renderLetter({ to, subject, lead, link, otherwise }), about });
      const cause = { ...BY_SYSTEM, ...(visitor && { visitor }) };
      await this.audit.record({ kind: 'mail.queued', cause, accountId, details: { mailId, purpose } });
    });
  }
}
