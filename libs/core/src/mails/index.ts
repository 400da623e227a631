export { type LinkMail, LinkMails } from './link-mails.service.js';
export { MailsModule } from './mails.module.js';
