import { Controller, Get, Post, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Visitor } from '#core/kernel';
import { PAGE_PATHS } from '#core/links';
import { InvalidOneTimeToken } from '#core/one-time-tokens';
import { PasswordsService, PasswordUnacceptable } from '#core/passwords';
import { RecoveryService } from '#core/recovery';
import { Accepting, FormBody, FromVisitor, QueryInput } from '#edge';
import type { Page } from '../html/page.js';
import { PageInterceptor } from '../html/page.interceptor.js';
import { LinkInput } from './link.dto.js';
import { ResetPasswordForm } from './reset-password.dto.js';
import { SameOriginGuard } from './same-origin.guard.js';
import { choosePage, CHOSEN_PAGE } from './reset-password.pages.js';

/** Where the link of a recovery mail leads. Looking at the page uses nothing up: mail scanners do, too. */
@ApiExcludeController()
@Accepting('one_time_token')
@UseGuards(SameOriginGuard)
@UseInterceptors(PageInterceptor)
@Controller(PAGE_PATHS.resetPassword)
export class ResetPasswordController {
  constructor(
    private readonly recovery: RecoveryService,
    private readonly passwords: PasswordsService,
  ) {}

  /** @throws InvalidOneTimeToken */
  @Get()
  async show(@QueryInput() { token }: LinkInput): Promise<Page> {
    await this.mustBeUsable(token);
    return this.form(token);
  }

  /** A password that is refused brings the form again, with the reason; the token stays good. */
  @Post()
  async set(@FormBody() form: ResetPasswordForm, @FromVisitor('pages') visitor: Visitor): Promise<Page> {
    const { token, password, passwordAgain } = form;
    if (password !== passwordAgain) {
      await this.mustBeUsable(token);
      return this.form(token, 'The two passwords differ. Type the same one twice.');
    }
    try {
      await this.recovery.setPassword(token, password, visitor);
      return CHOSEN_PAGE;
    } catch (error) {
      if (error instanceof PasswordUnacceptable) return this.form(token, `The password ${error.rule}.`);
      throw error;
    }
  }

  private async mustBeUsable(token: string): Promise<void> {
    if (!(await this.recovery.isUsable(token))) throw new InvalidOneTimeToken();
  }

  private form(token: string, refusal?: string): Page {
    const { minLength } = this.passwords;
    return choosePage({ token, minLength, ...(refusal !== undefined && { refusal }) });
  }
}
