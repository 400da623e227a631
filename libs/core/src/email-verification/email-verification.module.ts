import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { LimitsModule } from '#core/limits';
import { MailsModule } from '#core/mails';
import { OneTimeTokensModule } from '#core/one-time-tokens';
import { UsersModule } from '#core/users';
import { EmailVerificationService } from './email-verification.service.js';

@Module({
  imports: [UsersModule, OneTimeTokensModule, MailsModule, LimitsModule, AuditModule],
  providers: [EmailVerificationService],
  exports: [EmailVerificationService],
})
export class EmailVerificationModule {}
