import { Injectable } from '@nestjs/common';
import { Links, type PageName } from '#core/links';
import { type OneTimePurpose, OneTimeTokensService } from '#core/one-time-tokens';
import { Database } from '#platform/database';
import { Outbox } from '#platform/mail';
import { renderLetter } from './letter.js';

/** A mail about one link. */
export interface LinkLetter {
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
  async send({ userId, purpose, ttlSeconds, ...letter }: LinkMail): Promise<void> {
    await this.database.transaction(async () => {
      const token = await this.tokens.issue({ userId, purpose, email: letter.to, ttlSeconds });
      await this.sendLink({ ...letter, token });
    });
  }

  /** The same with a token that somebody else keeps account of. */
  async sendLink({
    to,
    page,
    token,
    subject,
    lead,
    label,
    otherwise,
  }: LinkLetter & { readonly token: string }): Promise<void> {
    const link = { label, url: this.links.to(page, token) };
    await this.outbox.enqueue(renderLetter({ to, subject, lead, link, otherwise }));
  }
}
