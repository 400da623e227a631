import { Inject, Injectable } from '@nestjs/common';
import type { Mail } from './mail.js';
import { type MailConfig, mailSection } from './mail.config.js';
import { OutboxTable } from './outbox-table.js';

export interface MailboxMessage extends Mail {
  readonly id: string;
  readonly createdAt: Date;
}

const LIMIT = 200;

/** The mails that would have been sent, for whoever develops against the service. Never in production. */
@Injectable()
export class Mailbox {
  readonly isEnabled: boolean;

  constructor(
    private readonly table: OutboxTable,
    @Inject(mailSection.token) config: MailConfig,
  ) {
    this.isEnabled = config.mailboxEnabled;
  }

  /** Newest first, the last 200; none where the mailbox is not enabled. */
  async messages(): Promise<MailboxMessage[]> {
    if (!this.isEnabled) return [];
    const messages = await this.table.newestInMailbox(LIMIT);
    return messages.map((message) => ({
      id: message.id,
      ...this.table.open(message),
      createdAt: message.createdAt,
    }));
  }
}
