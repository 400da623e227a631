import { Injectable } from '@nestjs/common';
import { Links, type PageName } from '#core/links';
import { type OneTimePurpose, OneTimeTokensService } from '#core/one-time-tokens';
import { Database } from '#platform/database';
import { Outbox } from '#platform/mail';
import { renderLetter } from './letter.js';

export interface LinkMail {
  readonly userId: string;
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
  ) {}

  /** Makes the token and puts the mail on its way, in one step; an earlier token of that purpose stops working. */
  async send({ userId, to, purpose, ttlSeconds, page, subject, lead, label, otherwise }: LinkMail): Promise<void> {
    await this.database.transaction(async () => {
      const token = await this.tokens.issue({ userId, purpose, email: to, ttlSeconds });
      const link = { label, url: this.links.to(page, token) };
      await this.outbox.enqueue(renderLetter({ to, subject, lead, link, otherwise }));
    });
  }
}
