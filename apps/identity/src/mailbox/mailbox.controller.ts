import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#edge';
import { Mailbox } from '#platform/mail';
import type { Page } from '../html/page.js';
import { PageInterceptor } from '../html/page.interceptor.js';
import { mailboxPage } from './mailbox.pages.js';
import { toMessageList, type MessageResponse } from './mappers.js';

/** The mails that would have been sent, for people and for tests. */
@ApiExcludeController()
@Public()
@Controller('/dev/mailbox')
export class MailboxController {
  constructor(private readonly mailbox: Mailbox) {}

  @Get()
  @UseInterceptors(PageInterceptor)
  async page(): Promise<Page> {
    return mailboxPage(await this.mailbox.messages());
  }

  @Get('/messages')
  async messages(): Promise<MessageResponse[]> {
    return toMessageList(await this.mailbox.messages());
  }
}
