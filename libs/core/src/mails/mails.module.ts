import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { LinksModule } from '#core/links';
import { OneTimeTokensModule } from '#core/one-time-tokens';
import { LinkMails } from './link-mails.service.js';
import { MailAudit } from './mail-audit.js';

@Module({
  imports: [AuditModule, LinksModule, OneTimeTokensModule],
  providers: [LinkMails, MailAudit],
  exports: [LinkMails],
})
export class MailsModule {}
