import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { ClientsModule } from '#core/clients';
import { FlowsModule } from '#core/flows';
import { LimitsModule } from '#core/limits';
import { OrganizationsModule } from '#core/organizations';
import { PasswordsModule } from '#core/passwords';
import { SessionsModule } from '#core/sessions';
import { TokensModule } from '#core/tokens';
import { UsersModule } from '#core/users';
import { Attempts } from './attempts.js';
import { EntryService } from './entry.service.js';
import { OrganizationChoiceService } from './organization-choice.service.js';
import { Gate } from './gate.js';

@Module({
  imports: [
    AuditModule,
    UsersModule,
    PasswordsModule,
    SessionsModule,
    ClientsModule,
    TokensModule,
    LimitsModule,
    OrganizationsModule,
    FlowsModule,
  ],
  providers: [EntryService, OrganizationChoiceService, Gate, Attempts],
  exports: [EntryService, OrganizationChoiceService],
})
export class EntryModule {}
