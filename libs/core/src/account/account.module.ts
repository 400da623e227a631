import { Module } from '@nestjs/common';
import { ClientsModule } from '#core/clients';
import { EmailVerificationModule } from '#core/email-verification';
import { LimitsModule } from '#core/limits';
import { OneTimeTokensModule } from '#core/one-time-tokens';
import { PasswordsModule } from '#core/passwords';
import { SessionsModule } from '#core/sessions';
import { UsersModule } from '#core/users';
import { AccountService } from './account.service.js';

@Module({
  imports: [
    UsersModule,
    PasswordsModule,
    SessionsModule,
    ClientsModule,
    OneTimeTokensModule,
    EmailVerificationModule,
    LimitsModule,
  ],
  providers: [AccountService],
  exports: [AccountService],
})
export class AccountModule {}
