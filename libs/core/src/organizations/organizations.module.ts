import { Module } from '@nestjs/common';
import { LimitsModule } from '#core/limits';
import { MailsModule } from '#core/mails';
import { PagingModule } from '#core/paging';
import { UsersModule } from '#core/users';
import { DomainsService } from './domains.service.js';
import { InvitationLetters } from './invitation-letters.js';
import { InvitationsService } from './invitations.service.js';
import { MembersService } from './members.service.js';
import { OrganizationsService } from './organizations.service.js';
import { SeatingService } from './seating.service.js';

@Module({
  imports: [UsersModule, MailsModule, LimitsModule, PagingModule],
  providers: [
    OrganizationsService,
    MembersService,
    DomainsService,
    InvitationLetters,
    InvitationsService,
    SeatingService,
  ],
  exports: [OrganizationsService, MembersService, DomainsService, InvitationsService, SeatingService],
})
export class OrganizationsModule {}
