import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { Bell } from './bell.js';
import type { Backlog, Mail, SettledMail } from './mail.js';
import { type MailConfig, mailSection } from './mail.config.js';
import { OutboxTable } from './outbox-table.js';

/** Where mail is handed in. It leaves later, so no mail server can delay or fail what caused it. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly table: OutboxTable,
    private readonly bell: Bell,
    @Inject(mailSection.token) private readonly config: MailConfig,
  ) {}

  /**
   * Call it inside the transaction that the mail speaks of: it joins that one, and the mail is sent
   * if and only if that is committed. The mail is sent at least once; twice only if a process dies
   * between sending it and noting so. Tells the mail's id.
   */
  async enqueue(mail: Mail): Promise<string> {
    return this.database.transaction(async () => {
      const id = await this.table.add(mail, this.config.mailboxEnabled ? 'mailbox' : 'queued');
      this.database.afterCommit(() => this.bell.ring());
      return id;
    });
  }

  /** What waits to leave, and what was given up since that moment. */
  backlog(failedSince: Date): Promise<Backlog> {
    return this.table.backlog(failedSince);
  }

  /** Has it told, in the same transaction, when a mail is sent or given up. */
  onSettled(listener: (mail: SettledMail) => Promise<void>): void {
    this.table.onSettled(listener);
  }
}
