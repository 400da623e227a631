import { Controller, Get, Post, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Visitor } from '#core/kernel';
import { PAGE_PATHS } from '#core/links';
import { AcceptanceService } from '#core/organizations';
import { Accepting, FormBody, FromVisitor, QueryInput } from '#edge';
import type { Page } from '../html/page.js';
import { PageInterceptor } from '../html/page.interceptor.js';
import { acceptedPage, invitationPage } from './invitation.pages.js';
import { LinkInput } from './link.dto.js';
import { SameOriginGuard } from './same-origin.guard.js';

/** Where the link of an invitation leads. Looking at the page uses nothing up: mail scanners do, too. */
@ApiExcludeController()
@Accepting('invitation')
@UseGuards(SameOriginGuard)
@UseInterceptors(PageInterceptor)
@Controller(PAGE_PATHS.acceptInvitation)
export class InvitationController {
  constructor(private readonly acceptance: AcceptanceService) {}

  /** @throws InvitationInvalid */
  @Get()
  async show(@QueryInput() { token }: LinkInput): Promise<Page> {
    return invitationPage(await this.acceptance.peek(token), token);
  }

  /** @throws LimitExceeded, InvitationInvalid, AlreadyAMember */
  @Post()
  async accept(@FormBody() { token }: LinkInput, @FromVisitor('pages') visitor: Visitor): Promise<Page> {
    return acceptedPage(await this.acceptance.acceptByMail(token, visitor));
  }
}
