import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import type { Mail } from './mail.js';
import { type MailConfig, mailSection } from './mail.config.js';
import { OutboxTable } from './outbox-table.js';
import { OutboxWorker } from './outbox-worker.js';

/** Where mail is handed in. It leaves later, so no mail server can delay or fail what caused it. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly table: OutboxTable,
    private readonly worker: OutboxWorker,
    @Inject(mailSection.token) private readonly config: MailConfig,
  ) {}

  /**
   * Call it inside the transaction that the mail speaks of: it joins that one, and the mail is sent
   * if and only if that is committed. The mail is sent at least once; twice only if a process dies
   * between sending it and noting so.
   */
  async enqueue(mail: Mail): Promise<void> {
    await this.database.transaction(async () => {
      await this.table.add(mail, this.config.mailboxEnabled ? 'mailbox' : 'queued');
      this.database.afterCommit(() => this.worker.wake());
    });
  }
}
