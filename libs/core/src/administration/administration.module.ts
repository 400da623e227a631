import { Module } from '@nestjs/common';
import { ApiKeysModule } from '#core/api-keys';
import { AuditModule } from '#core/audit';
import { ClientsModule } from '#core/clients';
import { EmailVerificationModule } from '#core/email-verification';
import { EntryModule } from '#core/entry';
import { LimitsModule } from '#core/limits';
import { OneTimeTokensModule } from '#core/one-time-tokens';
import { OrganizationsModule } from '#core/organizations';
import { PasswordsModule } from '#core/passwords';
import { RecoveryModule } from '#core/recovery';
import { SessionsModule } from '#core/sessions';
import { TokensModule } from '#core/tokens';
import { UsersModule } from '#core/users';
import { AccountAccessAdministration } from './account-access.service.js';
import { AccountStateAdministration } from './account-state.service.js';
import { AccountsAdministration } from './accounts.service.js';
import { LimitsAdministration } from './limits.service.js';
import { MembersAdministration } from './members.service.js';
import { OperatorsService } from './operators.service.js';
import { OverviewService } from './overview.service.js';
import { ServiceKeysAdministration } from './service-keys.service.js';
import { Targets } from './targets.service.js';

const SERVICES = [
  AccountsAdministration,
  AccountStateAdministration,
  AccountAccessAdministration,
  MembersAdministration,
  ServiceKeysAdministration,
  LimitsAdministration,
  OperatorsService,
  OverviewService,
];

@Module({
  imports: [
    AuditModule,
    UsersModule,
    PasswordsModule,
    SessionsModule,
    ClientsModule,
    TokensModule,
    OneTimeTokensModule,
    EmailVerificationModule,
    RecoveryModule,
    OrganizationsModule,
    EntryModule,
    ApiKeysModule,
    LimitsModule,
  ],
  providers: [...SERVICES, Targets],
  exports: SERVICES,
})
export class AdministrationModule {}
