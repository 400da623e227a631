import { Module } from '@nestjs/common';
import { LinksModule } from '#core/links';
import { OneTimeTokensModule } from '#core/one-time-tokens';
import { LinkMails } from './link-mails.service.js';

@Module({ imports: [LinksModule, OneTimeTokensModule], providers: [LinkMails], exports: [LinkMails] })
export class MailsModule {}
