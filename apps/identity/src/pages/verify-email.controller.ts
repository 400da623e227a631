import { Controller, Get, Post, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { EmailVerificationService } from '#core/email-verification';
import type { Visitor } from '#core/kernel';
import { PAGE_PATHS } from '#core/links';
import { InvalidOneTimeToken } from '#core/one-time-tokens';
import { Accepting, FormBody, FromVisitor, QueryInput } from '#edge';
import type { Page } from '../html/page.js';
import { PageInterceptor } from '../html/page.interceptor.js';
import { LinkInput } from './link.dto.js';
import { SameOriginGuard } from './same-origin.guard.js';
import { CONFIRMED_PAGE, confirmPage } from './verify-email.pages.js';

/** Where the link of a verification mail leads. Looking at the page uses nothing up: mail scanners do, too. */
@ApiExcludeController()
@Accepting('one_time_token')
@UseGuards(SameOriginGuard)
@UseInterceptors(PageInterceptor)
@Controller(PAGE_PATHS.verifyEmail)
export class VerifyEmailController {
  constructor(private readonly verification: EmailVerificationService) {}

  /** @throws InvalidOneTimeToken */
  @Get()
  async show(@QueryInput() { token }: LinkInput): Promise<Page> {
    if (!(await this.verification.isUsable(token))) throw new InvalidOneTimeToken();
    return confirmPage(token);
  }

  @Post()
  async confirm(@FormBody() { token }: LinkInput, @FromVisitor('pages') visitor: Visitor): Promise<Page> {
    await this.verification.verify(token, visitor);
    return CONFIRMED_PAGE;
  }
}
