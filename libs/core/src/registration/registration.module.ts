import { Module } from '@nestjs/common';
import { ClientsModule } from '#core/clients';
import { EmailVerificationModule } from '#core/email-verification';
import { LimitsModule } from '#core/limits';
import { OrganizationsModule } from '#core/organizations';
import { PasswordsModule } from '#core/passwords';
import { UsersModule } from '#core/users';
import { RegistrationService } from './registration.service.js';

@Module({
  imports: [UsersModule, PasswordsModule, OrganizationsModule, ClientsModule, EmailVerificationModule, LimitsModule],
  providers: [RegistrationService],
  exports: [RegistrationService],
})
export class RegistrationModule {}
