import { Module } from '@nestjs/common';
import { AccountModule } from '#core/account';
import { EntryModule } from '#core/entry';
import { RecoveryModule } from '#core/recovery';
import { RegistrationModule } from '#core/registration';
import { SessionsModule } from '#core/sessions';
import { TokensModule } from '#core/tokens';
import { CadenzaAuthController } from './auth/auth.controller.js';
import { SessionResponses } from './auth/session-responses.js';

@Module({
  imports: [EntryModule, RegistrationModule, AccountModule, RecoveryModule, SessionsModule, TokensModule],
  controllers: [CadenzaAuthController],
  providers: [SessionResponses],
})
export class CadenzaModule {}
