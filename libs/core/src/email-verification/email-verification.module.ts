import { Module } from '@nestjs/common';
import { LimitsModule } from '#core/limits';
import { LinksModule } from '#core/links';
import { OneTimeTokensModule } from '#core/one-time-tokens';
import { UsersModule } from '#core/users';
import { EmailVerificationService } from './email-verification.service.js';

@Module({
  imports: [UsersModule, OneTimeTokensModule, LinksModule, LimitsModule],
  providers: [EmailVerificationService],
  exports: [EmailVerificationService],
})
export class EmailVerificationModule {}
