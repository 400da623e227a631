import { Module } from '@nestjs/common';
import { BreachesModule } from '#platform/breaches';
import { PasswordPolicy } from './password-policy.js';
import { PasswordsService } from './passwords.service.js';

@Module({
  imports: [BreachesModule],
  providers: [PasswordsService, PasswordPolicy],
  exports: [PasswordsService],
})
export class PasswordsModule {}
