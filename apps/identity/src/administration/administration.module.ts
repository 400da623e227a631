import { Module } from '@nestjs/common';
import { AdministrationModule } from '#core/administration';
import { AuditModule } from '#core/audit';
import { OrganizationsModule } from '#core/organizations';
import { AccountStateController } from './accounts/account-state.controller.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AuditEventsController } from './audit-events/audit-events.controller.js';
import { ClientsController } from './clients/clients.controller.js';
import { DomainsController } from './domains/domains.controller.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { LimitsController } from './limits/limits.controller.js';
import { MembersController } from './members/members.controller.js';
import { OrganizationsController } from './organizations/organizations.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { PolicyController } from './policy/policy.controller.js';

@Module({
  imports: [AdministrationModule, OrganizationsModule, AuditModule],
  controllers: [
    AccountsController,
    AccountStateController,
    SessionsController,
    ClientsController,
    OrganizationsController,
    MembersController,
    DomainsController,
    InvitationsController,
    AuditEventsController,
    KeysController,
    OverviewController,
    LimitsController,
    PolicyController,
  ],
})
export class AdministrationApiModule {}
