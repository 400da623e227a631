import { Module } from '@nestjs/common';
import { EmailVerificationModule } from '#core/email-verification';
import { EntryModule } from '#core/entry';
import { FlowsModule } from '#core/flows';
import { OrganizationsModule } from '#core/organizations';
import { RegistrationModule } from '#core/registration';
import { SessionsModule } from '#core/sessions';
import { TokensModule } from '#core/tokens';
import { NapAuthController } from './auth/auth.controller.js';
import { SessionFinder } from './auth/session-finder.js';
import { TokensIssuer } from './auth/tokens-issuer.js';
import { NapCompleteFlowController } from './flow/complete-flow.controller.js';
import { NapFlowController } from './flow/flow.controller.js';
import { NapVerifyEmailController } from './verify-email/verify-email.controller.js';

@Module({
  imports: [
    EntryModule,
    RegistrationModule,
    EmailVerificationModule,
    SessionsModule,
    TokensModule,
    FlowsModule,
    OrganizationsModule,
  ],
  controllers: [NapAuthController, NapVerifyEmailController, NapFlowController, NapCompleteFlowController],
  providers: [TokensIssuer, SessionFinder],
})
export class NapModule {}
