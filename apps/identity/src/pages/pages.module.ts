import { Module } from '@nestjs/common';
import { EmailVerificationModule } from '#core/email-verification';
import { PasswordsModule } from '#core/passwords';
import { RecoveryModule } from '#core/recovery';
import { ResetPasswordController } from './reset-password.controller.js';
import { VerifyEmailController } from './verify-email.controller.js';

/** The pages that the links in mails lead to. */
@Module({
  imports: [EmailVerificationModule, RecoveryModule, PasswordsModule],
  controllers: [VerifyEmailController, ResetPasswordController],
})
export class PagesModule {}
