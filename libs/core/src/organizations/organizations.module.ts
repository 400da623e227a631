import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { LimitsModule } from '#core/limits';
import { MailsModule } from '#core/mails';
import { PagingModule } from '#core/paging';
import { UsersModule } from '#core/users';
import { AcceptanceService } from './acceptance.service.js';
import { DomainsService } from './domains.service.js';
import { InvitationLetters } from './invitation-letters.js';
import { InvitationSweep } from './invitation-sweep.js';
import { InvitationTable } from './invitation-table.js';
import { InvitationsService } from './invitations.service.js';
import { MembersService } from './members.service.js';
import { OrganizationsService } from './organizations.service.js';
import { SeatingService } from './seating.service.js';

@Module({
  imports: [AuditModule, UsersModule, MailsModule, LimitsModule, PagingModule],
  providers: [
    OrganizationsService,
    MembersService,
    DomainsService,
    InvitationLetters,
    InvitationTable,
    InvitationSweep,
    InvitationsService,
    AcceptanceService,
    SeatingService,
  ],
  exports: [
    OrganizationsService,
    MembersService,
    DomainsService,
    InvitationsService,
    AcceptanceService,
    SeatingService,
  ],
})
export class OrganizationsModule {}
