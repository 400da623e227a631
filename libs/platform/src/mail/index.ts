export type { Backlog, Mail, SettledMail } from './mail.js';
export { type MailConfig, mailSection } from './mail.config.js';
export { MailDeliveryModule, MailModule } from './mail.module.js';
export { MailDeliveryError, MailTransport, type OutgoingMail } from './mail-transport.js';
export { Mailbox, type MailboxMessage } from './mailbox.js';
export { Outbox } from './outbox.js';
export { OutboxMessage } from './outbox-message.entity.js';
