import { Controller, Delete, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { MembersAdministration, type Operator } from '#core/administration';
import { OrganizationNotFound, OrganizationsService } from '#core/organizations';
import { JsonBody, PathId, QueryInput } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import { Tagged } from '../shared/etag.interceptor.js';
import { toPageOrder } from '../shared/paging.dto.js';
import { IfMatch, type Precondition } from '../shared/precondition.js';
import { NewOrganizationInput, OrganizationChanges, OrganizationQuery } from './organization-inputs.dto.js';
import { toFacts, toNewOrganization } from './organization-inputs.mapper.js';
import type { Organization, Organizations } from './organization.dto.js';
import { toOrganization, toOrganizations } from './organization.mapper.js';
import { documents } from './organizations.documentation.js';

const OrganizationId = () => PathId('id', OrganizationNotFound);

@Controller('/admin/v1/organizations')
export class OrganizationsController {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly members: MembersAdministration,
  ) {}

  @Get()
  @Operating('organizations:read')
  @documents.list()
  async list(@QueryInput() query: OrganizationQuery): Promise<Organizations> {
    return toOrganizations(await this.organizations.list(toPageOrder(query), query.state));
  }

  @Post()
  @Operating('organizations:write')
  @Tagged()
  @documents.create()
  async create(
    @ByOperator() operator: Operator,
    @JsonBody() input: NewOrganizationInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Organization> {
    const organization = await this.members.found(operator, toNewOrganization(input));
    void reply.header('location', `/admin/v1/organizations/${organization.id}`);
    return toOrganization(organization);
  }

  @Get('/:id')
  @Operating('organizations:read')
  @Tagged()
  @documents.read()
  async read(@OrganizationId() id: string): Promise<Organization> {
    return toOrganization(await this.organizations.mustFindEvenDeleted(id));
  }

  @Patch('/:id')
  @Operating('organizations:write')
  @Tagged()
  @documents.update()
  async update(
    @ByOperator() { cause }: Operator,
    @OrganizationId() id: string,
    @IfMatch() precondition: Precondition,
    @JsonBody() input: OrganizationChanges,
  ): Promise<Organization> {
    const readAt = await this.readAt(precondition, id);
    return toOrganization(await this.organizations.change(id, toFacts(input), readAt, cause));
  }

  @Delete('/:id')
  @HttpCode(204)
  @Operating('organizations:write')
  @documents.delete()
  async delete(
    @ByOperator() { cause }: Operator,
    @OrganizationId() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    await this.organizations.delete(id, await this.readAt(precondition, id), cause);
  }

  @Post('/:id/restore')
  @HttpCode(200)
  @Operating('organizations:write')
  @Tagged()
  @documents.restore()
  async restore(
    @ByOperator() { cause }: Operator,
    @OrganizationId() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<Organization> {
    return toOrganization(await this.organizations.restore(id, await this.readAt(precondition, id), cause));
  }

  private readAt(precondition: Precondition, id: string): Promise<Date | undefined> {
    return precondition.readAt(() => this.organizations.mustFindEvenDeleted(id));
  }
}
