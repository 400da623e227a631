import { Controller, HttpCode, Post, Put } from '@nestjs/common';
import {
  AccountAccessAdministration,
  AccountNotFound,
  AccountsAdministration,
  AccountStateAdministration,
  type Operator,
  type Order,
} from '#core/administration';
import type { Role } from '#core/users';
import { JsonBody, PathId } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import { Tagged } from '../shared/etag.interceptor.js';
import { IfMatch, type Precondition } from '../shared/precondition.js';
import { PasswordResetInput, RoleInput } from './account-inputs.dto.js';
import { documents } from './account-state.documentation.js';
import type { Account } from './account.dto.js';
import { toAccount } from './account.mapper.js';

const AccountId = () => PathId('id', AccountNotFound);

@Controller('/admin/v1/accounts/:id')
export class AccountStateController {
  constructor(
    private readonly accounts: AccountsAdministration,
    private readonly state: AccountStateAdministration,
    private readonly access: AccountAccessAdministration,
  ) {}

  @Post('/disable')
  @HttpCode(200)
  @Operating('accounts:write')
  @Tagged()
  @documents.disable()
  async disable(
    @ByOperator() operator: Operator,
    @AccountId() accountId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<Account> {
    return toAccount(await this.state.disable(await this.order(operator, accountId, precondition)));
  }

  @Post('/enable')
  @HttpCode(200)
  @Operating('accounts:write')
  @Tagged()
  @documents.enable()
  async enable(
    @ByOperator() operator: Operator,
    @AccountId() accountId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<Account> {
    return toAccount(await this.state.enable(await this.order(operator, accountId, precondition)));
  }

  @Put('/role')
  @Operating('accounts:write')
  @Tagged()
  @documents.setRole()
  async setRole(
    @ByOperator() operator: Operator,
    @AccountId() accountId: string,
    @IfMatch() precondition: Precondition,
    @JsonBody() { role }: RoleInput,
  ): Promise<Account> {
    const order = await this.order(operator, accountId, precondition);
    return toAccount(await this.state.setRole(order, role as Role));
  }

  @Post('/verify-email')
  @HttpCode(200)
  @Operating('accounts:write')
  @Tagged()
  @documents.verifyEmail()
  async verifyEmail(
    @ByOperator() operator: Operator,
    @AccountId() accountId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<Account> {
    return toAccount(await this.state.markEmailVerified(await this.order(operator, accountId, precondition)));
  }

  @Post('/password-reset')
  @HttpCode(204)
  @Operating('accounts:write')
  @documents.startPasswordReset()
  async startPasswordReset(
    @ByOperator() operator: Operator,
    @AccountId() accountId: string,
    @JsonBody() { endSessions }: PasswordResetInput,
  ): Promise<void> {
    await this.access.startPasswordReset({ operator, accountId }, endSessions);
  }

  private async order(operator: Operator, accountId: string, precondition: Precondition): Promise<Order> {
    const readAt = await precondition.readAt(() => this.accounts.read(accountId));
    return { operator, accountId, readAt };
  }
}
