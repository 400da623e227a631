import { Module } from '@nestjs/common';
import { EmailVerificationModule } from '#core/email-verification';
import { OrganizationsModule } from '#core/organizations';
import { PasswordsModule } from '#core/passwords';
import { RecoveryModule } from '#core/recovery';
import { InvitationController } from './invitation.controller.js';
import { ResetPasswordController } from './reset-password.controller.js';
import { VerifyEmailController } from './verify-email.controller.js';

/** The pages that the links in mails lead to. */
@Module({
  imports: [EmailVerificationModule, RecoveryModule, PasswordsModule, OrganizationsModule],
  controllers: [VerifyEmailController, ResetPasswordController, InvitationController],
})
export class PagesModule {}
