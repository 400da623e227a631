import { Global, Module } from '@nestjs/common';
import { Bell } from './bell.js';
import { MailTransport } from './mail-transport.js';
import { Mailbox } from './mailbox.js';
import { Outbox } from './outbox.js';
import { OutboxSweep } from './outbox-sweep.js';
import { OutboxTable } from './outbox-table.js';
import { OutboxWorker } from './outbox-worker.js';
import { SmtpTransport } from './smtp-transport.js';

/** Where mail is handed in and looked at. What is handed in is sent by an application that also takes the other module. */
@Global()
@Module({
  providers: [Outbox, OutboxTable, OutboxSweep, Mailbox, Bell],
  exports: [Outbox, OutboxTable, Mailbox, Bell],
})
export class MailModule {}

/** Sends it, for the one application that stays up; a tool that ends at once only hands it in. */
@Module({
  imports: [MailModule],
  providers: [OutboxWorker, { provide: MailTransport, useClass: SmtpTransport }],
})
export class MailDeliveryModule {}
