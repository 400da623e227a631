import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { Operator } from '#core/administration';
import { InvitationNotFound, InvitationsService, OrganizationNotFound } from '#core/organizations';
import { emailIdentifier } from '#core/users';
import { JsonBody, PathId, QueryInput } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import { toPageOrder } from '../shared/paging.dto.js';
import { type Invitation, InvitationQuery, type Invitations, NewInvitationInput } from './invitation.dto.js';
import { toInvitation, toInvitations } from './invitation.mapper.js';
import { documents } from './invitations.documentation.js';

const OrganizationId = () => PathId('id', OrganizationNotFound);
const InvitationId = () => PathId('invitationId', InvitationNotFound);

@Controller('/admin/v1/organizations/:id/invitations')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Get()
  @Operating('organizations:read')
  @documents.list()
  async list(@OrganizationId() id: string, @QueryInput() query: InvitationQuery): Promise<Invitations> {
    return toInvitations(await this.invitations.list(id, toPageOrder(query), query.status));
  }

  @Post()
  @Operating('organizations:write')
  @documents.create()
  async create(
    @ByOperator() { cause, scopes }: Operator,
    @OrganizationId() id: string,
    @JsonBody() { email, role = 'member' }: NewInvitationInput,
  ): Promise<Invitation> {
    // Whoever has scopes is a key and no account.
    const order = { email: emailIdentifier(email), role, ...(!scopes && { invitedBy: cause.actor }) };
    return toInvitation(await this.invitations.invite(id, order, cause));
  }

  @Get('/:invitationId')
  @Operating('organizations:read')
  @documents.read()
  async read(@OrganizationId() id: string, @InvitationId() invitationId: string): Promise<Invitation> {
    return toInvitation(await this.invitations.mustFind(id, invitationId));
  }

  @Post('/:invitationId/resend')
  @HttpCode(200)
  @Operating('organizations:write')
  @documents.resend()
  async resend(
    @ByOperator() { cause }: Operator,
    @OrganizationId() id: string,
    @InvitationId() invitationId: string,
  ): Promise<Invitation> {
    return toInvitation(await this.invitations.resend(id, invitationId, cause));
  }

  @Post('/:invitationId/revoke')
  @HttpCode(200)
  @Operating('organizations:write')
  @documents.revoke()
  async revoke(
    @ByOperator() { cause }: Operator,
    @OrganizationId() id: string,
    @InvitationId() invitationId: string,
  ): Promise<Invitation> {
    return toInvitation(await this.invitations.revoke(id, invitationId, cause));
  }
}
