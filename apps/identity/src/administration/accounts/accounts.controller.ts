import { Controller, Delete, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  AccountNotFound,
  AccountsAdministration,
  AccountStateAdministration,
  type Operator,
} from '#core/administration';
import { JsonBody, PathId, QueryInput } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import { toPageOrder } from '../shared/paging.dto.js';
import { Tagged } from '../shared/etag.interceptor.js';
import { IfMatch, type Precondition } from '../shared/precondition.js';
import { AccountChanges, AccountQuery, NewAccountInput } from './account-inputs.dto.js';
import { toAccountUpdate, toNewAccount, toUserFilter } from './account-inputs.mapper.js';
import type { Account, Accounts } from './account.dto.js';
import { toAccount, toAccounts } from './account.mapper.js';
import { documents } from './accounts.documentation.js';

const AccountId = () => PathId('id', AccountNotFound);

@Controller('/admin/v1/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsAdministration,
    private readonly state: AccountStateAdministration,
  ) {}

  @Get()
  @Operating('accounts:read')
  @documents.search()
  async search(@QueryInput() query: AccountQuery): Promise<Accounts> {
    return toAccounts(await this.accounts.search(toUserFilter(query), toPageOrder(query)));
  }

  @Post()
  @Operating('accounts:write')
  @Tagged()
  @documents.create()
  async create(
    @ByOperator() operator: Operator,
    @JsonBody() input: NewAccountInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Account> {
    const user = await this.accounts.create(operator, toNewAccount(input));
    void reply.header('location', `/admin/v1/accounts/${user.id}`);
    return toAccount(user);
  }

  @Get('/:id')
  @Operating('accounts:read')
  @Tagged()
  @documents.read()
  async read(@AccountId() id: string): Promise<Account> {
    return toAccount(await this.accounts.read(id));
  }

  @Patch('/:id')
  @Operating('accounts:write')
  @Tagged()
  @documents.update()
  async update(
    @ByOperator() operator: Operator,
    @AccountId() accountId: string,
    @IfMatch() precondition: Precondition,
    @JsonBody() input: AccountChanges,
  ): Promise<Account> {
    const readAt = await precondition.readAt(() => this.accounts.read(accountId));
    return toAccount(await this.accounts.update({ operator, accountId, readAt }, toAccountUpdate(input)));
  }

  @Delete('/:id')
  @HttpCode(204)
  @Operating('accounts:write')
  @documents.delete()
  async delete(
    @ByOperator() operator: Operator,
    @AccountId() accountId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    const readAt = await precondition.readAt(() => this.accounts.read(accountId));
    await this.state.delete({ operator, accountId, readAt });
  }
}
