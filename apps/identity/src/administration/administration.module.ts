import { Module } from '@nestjs/common';
import { AdministrationModule } from '#core/administration';
import { AuditModule } from '#core/audit';
import { OrganizationsModule } from '#core/organizations';
import { AccountsController } from './accounts/accounts.controller.js';
import { AuditEventsController } from './audit-events/audit-events.controller.js';
import { DomainsController } from './domains/domains.controller.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { MembersController } from './members/members.controller.js';
import { OrganizationsController } from './organizations/organizations.controller.js';

@Module({
  imports: [AdministrationModule, OrganizationsModule, AuditModule],
  controllers: [
    AccountsController,
    OrganizationsController,
    MembersController,
    DomainsController,
    InvitationsController,
    AuditEventsController,
  ],
})
export class AdministrationApiModule {}
