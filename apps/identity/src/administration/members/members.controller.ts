import { Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { MembersAdministration, type Operator } from '#core/administration';
import { MemberNotFound, MembersService, OrganizationNotFound } from '#core/organizations';
import { JsonBody, PathId, QueryInput } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import { toPageOrder } from '../shared/paging.dto.js';
import { type Member, MemberQuery, type Members, NewMemberInput, OrganizationRoleInput } from './member.dto.js';
import { toMember, toMembers } from './member.mapper.js';
import { documents } from './members.documentation.js';

const OrganizationId = () => PathId('id', OrganizationNotFound);
const AccountId = () => PathId('accountId', MemberNotFound);

@Controller('/admin/v1/organizations/:id/members')
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly administration: MembersAdministration,
  ) {}

  @Get()
  @Operating('organizations:read')
  @documents.list()
  async list(@OrganizationId() id: string, @QueryInput() query: MemberQuery): Promise<Members> {
    const { role, status } = query;
    const filter = { ...(role !== undefined && { role }), ...(status !== undefined && { status }) };
    return toMembers(await this.members.list(id, toPageOrder(query), filter));
  }

  @Post()
  @Operating('organizations:write')
  @documents.add()
  async add(
    @ByOperator() operator: Operator,
    @OrganizationId() organizationId: string,
    @JsonBody() { accountId, role }: NewMemberInput,
  ): Promise<Member> {
    return toMember(await this.administration.add({ operator, organizationId, accountId }, role));
  }

  @Get('/:accountId')
  @Operating('organizations:read')
  @documents.read()
  async read(@OrganizationId() id: string, @AccountId() accountId: string): Promise<Member> {
    return toMember(await this.members.mustFind(id, accountId));
  }

  @Put('/:accountId/role')
  @Operating('organizations:write')
  @documents.setRole()
  async setRole(
    @ByOperator() operator: Operator,
    @OrganizationId() organizationId: string,
    @AccountId() accountId: string,
    @JsonBody() { role }: OrganizationRoleInput,
  ): Promise<Member> {
    return toMember(await this.administration.setRole({ operator, organizationId, accountId }, role));
  }

  @Post('/:accountId/ban')
  @HttpCode(200)
  @Operating('organizations:write')
  @documents.ban()
  async ban(
    @ByOperator() operator: Operator,
    @OrganizationId() organizationId: string,
    @AccountId() accountId: string,
  ): Promise<Member> {
    return toMember(await this.administration.ban({ operator, organizationId, accountId }));
  }

  @Post('/:accountId/unban')
  @HttpCode(200)
  @Operating('organizations:write')
  @documents.unban()
  async unban(
    @ByOperator() operator: Operator,
    @OrganizationId() organizationId: string,
    @AccountId() accountId: string,
  ): Promise<Member> {
    return toMember(await this.administration.unban({ operator, organizationId, accountId }));
  }

  @Delete('/:accountId')
  @HttpCode(204)
  @Operating('organizations:write')
  @documents.remove()
  async remove(
    @ByOperator() operator: Operator,
    @OrganizationId() organizationId: string,
    @AccountId() accountId: string,
  ): Promise<void> {
    await this.administration.remove({ operator, organizationId, accountId });
  }
}
