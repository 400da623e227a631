import { Module } from '@nestjs/common';
import { AccountModule } from '#core/account';
import { EntryModule } from '#core/entry';
import { RegistrationModule } from '#core/registration';
import { TokensModule } from '#core/tokens';
import { AuthserviceClientController } from './client/client.controller.js';

@Module({
  imports: [EntryModule, RegistrationModule, AccountModule, TokensModule],
  controllers: [AuthserviceClientController],
})
export class AuthserviceModule {}
