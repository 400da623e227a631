import { Module } from '@nestjs/common';
import { EntryModule } from '#core/entry';
import { RegistrationModule } from '#core/registration';
import { TokensModule } from '#core/tokens';
import { GravscaleAuthenticationController } from './authentication/authentication.controller.js';

@Module({
  imports: [EntryModule, RegistrationModule, TokensModule],
  controllers: [GravscaleAuthenticationController],
})
export class GravscaleModule {}
