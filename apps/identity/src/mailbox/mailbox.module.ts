import { type DynamicModule, Module } from '@nestjs/common';
import type { Configuration } from '#platform/config';
import { type MailConfig, mailSection } from '#platform/mail';
import { MailboxController } from './mailbox.controller.js';

/** Where no mail stays in the house, there is no route to it either: nothing tells that there ever was one. */
@Module({})
export class MailboxModule {
  static with(configuration: Configuration): DynamicModule {
    const { mailboxEnabled } = configuration.get(mailSection.token) as MailConfig;
    return { module: MailboxModule, controllers: mailboxEnabled ? [MailboxController] : [] };
  }
}
