import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { AccountAccessAdministration, AccountNotFound, type Operator } from '#core/administration';
import { PathId } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import type { AccountClients, NewAccountClient } from './client.dto.js';
import { documents } from './clients.documentation.js';

const AccountId = () => PathId('id', AccountNotFound);

@Controller('/admin/v1/accounts/:id/clients')
export class ClientsController {
  constructor(private readonly access: AccountAccessAdministration) {}

  @Get()
  @Operating('clients:read')
  @documents.list()
  async list(@AccountId() accountId: string): Promise<AccountClients> {
    const clients = await this.access.listClients(accountId);
    return {
      clients: clients.map(({ clientId, createdAt }) => ({ clientId, createdAt: createdAt.toISOString() })),
    };
  }

  @Post()
  @Operating('clients:write')
  @documents.regenerate()
  async regenerate(@ByOperator() operator: Operator, @AccountId() accountId: string): Promise<NewAccountClient> {
    const { clientId, clientSecret } = await this.access.regenerateClient({ operator, accountId });
    return { clientId, clientSecret };
  }

  @Delete('/:clientId')
  @HttpCode(204)
  @Operating('clients:write')
  @documents.revoke()
  async revoke(
    @ByOperator() operator: Operator,
    @AccountId() accountId: string,
    @Param('clientId') clientId: string,
  ): Promise<void> {
    await this.access.revokeClient({ operator, accountId }, clientId);
  }
}
