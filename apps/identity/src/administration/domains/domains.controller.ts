import { Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import type { Operator } from '#core/administration';
import { DomainNotFound, DomainsService, OrganizationNotFound } from '#core/organizations';
import { JsonBody, PathId, QueryInput } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import { PageQuery, toPageOrder } from '../shared/paging.dto.js';
import { AutoJoinInput, type Domain, type Domains, NewDomainInput } from './domain.dto.js';
import { toDomain, toDomains } from './domain.mapper.js';
import { documents } from './domains.documentation.js';

const OrganizationId = () => PathId('id', OrganizationNotFound);
const DomainId = () => PathId('domainId', DomainNotFound);

@Controller('/admin/v1/organizations/:id/domains')
export class DomainsController {
  constructor(private readonly domains: DomainsService) {}

  @Get()
  @Operating('organizations:read')
  @documents.list()
  async list(@OrganizationId() id: string, @QueryInput() query: PageQuery): Promise<Domains> {
    return toDomains(await this.domains.list(id, toPageOrder(query)));
  }

  @Post()
  @Operating('organizations:write')
  @documents.add()
  async add(
    @ByOperator() { cause }: Operator,
    @OrganizationId() id: string,
    @JsonBody() { name }: NewDomainInput,
  ): Promise<Domain> {
    return toDomain(await this.domains.add(id, name, cause));
  }

  @Get('/:domainId')
  @Operating('organizations:read')
  @documents.read()
  async read(@OrganizationId() id: string, @DomainId() domainId: string): Promise<Domain> {
    return toDomain(await this.domains.mustFind(id, domainId));
  }

  @Post('/:domainId/verify')
  @HttpCode(200)
  @Operating('organizations:write')
  @documents.verify()
  async verify(
    @ByOperator() { cause }: Operator,
    @OrganizationId() id: string,
    @DomainId() domainId: string,
  ): Promise<Domain> {
    return toDomain(await this.domains.verify(id, domainId, cause));
  }

  @Put('/:domainId/auto-join')
  @Operating('organizations:write')
  @documents.setAutoJoin()
  async setAutoJoin(
    @ByOperator() { cause }: Operator,
    @OrganizationId() id: string,
    @DomainId() domainId: string,
    @JsonBody() { autoJoin }: AutoJoinInput,
  ): Promise<Domain> {
    return toDomain(await this.domains.setAutoJoin(id, domainId, autoJoin, cause));
  }

  @Delete('/:domainId')
  @HttpCode(204)
  @Operating('organizations:write')
  @documents.remove()
  async remove(
    @ByOperator() { cause }: Operator,
    @OrganizationId() id: string,
    @DomainId() domainId: string,
  ): Promise<void> {
    await this.domains.remove(id, domainId, cause);
  }
}
