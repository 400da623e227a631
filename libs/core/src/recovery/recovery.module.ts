import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { LimitsModule } from '#core/limits';
import { MailsModule } from '#core/mails';
import { OneTimeTokensModule } from '#core/one-time-tokens';
import { PasswordsModule } from '#core/passwords';
import { SessionsModule } from '#core/sessions';
import { UsersModule } from '#core/users';
import { RecoveryMails } from './recovery-mails.js';
import { RecoveryService } from './recovery.service.js';

@Module({
  imports: [UsersModule, PasswordsModule, SessionsModule, OneTimeTokensModule, MailsModule, LimitsModule, AuditModule],
  providers: [RecoveryService, RecoveryMails],
  exports: [RecoveryService],
})
export class RecoveryModule {}
