import { Global, Module } from '@nestjs/common';
import { MailTransport } from './mail-transport.js';
import { Mailbox } from './mailbox.js';
import { Outbox } from './outbox.js';
import { OutboxTable } from './outbox-table.js';
import { OutboxWorker } from './outbox-worker.js';
import { SmtpTransport } from './smtp-transport.js';

@Global()
@Module({
  providers: [Outbox, OutboxTable, OutboxWorker, Mailbox, { provide: MailTransport, useClass: SmtpTransport }],
  exports: [Outbox, Mailbox],
})
export class MailModule {}
