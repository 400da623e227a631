import { Module } from '@nestjs/common';
import { LimitsModule } from '#core/limits';
import { MailsModule } from '#core/mails';
import { OneTimeTokensModule } from '#core/one-time-tokens';
import { PasswordsModule } from '#core/passwords';
import { SessionsModule } from '#core/sessions';
import { UsersModule } from '#core/users';
import { RecoveryService } from './recovery.service.js';

@Module({
  imports: [UsersModule, PasswordsModule, SessionsModule, OneTimeTokensModule, MailsModule, LimitsModule],
  providers: [RecoveryService],
  exports: [RecoveryService],
})
export class RecoveryModule {}
