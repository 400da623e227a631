import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EmailVerificationService } from '#core/email-verification';
import type { Visitor } from '#core/kernel';
import { Accepting, FromVisitor, JsonBody, Public } from '#edge';
import { ForKnownClients } from '../nap.guard.js';
import { toVerificationSent, toVerified } from './mappers.js';
import { documents } from './verify-email.documentation.js';
import {
  HandlersSendVerificationEmailData,
  type HandlersSendVerificationEmailResult,
  HandlersVerifyEmailTokenData,
  type HandlersVerifyEmailTokenResult,
} from './verify-email.dto.js';

@ApiTags('Auth')
@ForKnownClients()
@Controller()
export class NapVerifyEmailController {
  constructor(private readonly emailVerification: EmailVerificationService) {}

  @Post('/api/auth/verify-email/send')
  @HttpCode(200)
  @Public()
  @documents.send()
  async send(
    @JsonBody() { email }: HandlersSendVerificationEmailData,
    @FromVisitor('nap') visitor: Visitor,
  ): Promise<HandlersSendVerificationEmailResult> {
    await this.emailVerification.request(email, visitor);
    return toVerificationSent();
  }

  @Post('/api/auth/verify-email/verify')
  @HttpCode(200)
  @Accepting('one_time_token')
  @documents.verify()
  async verify(
    @JsonBody() { token }: HandlersVerifyEmailTokenData,
    @FromVisitor('nap') visitor: Visitor,
  ): Promise<HandlersVerifyEmailTokenResult> {
    await this.emailVerification.verify(token, visitor);
    return toVerified();
  }
}
