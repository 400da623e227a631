import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { AccountAccessAdministration, AccountNotFound, type Operator, SessionNotFound } from '#core/administration';
import { PathId, QueryInput } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import { PageQuery, toPageOrder } from '../shared/paging.dto.js';
import type { AccountSessions, EndedAccountSessions } from './session.dto.js';
import { toAccountSessions } from './session.mapper.js';
import { documents } from './sessions.documentation.js';

const AccountId = () => PathId('id', AccountNotFound);
const SessionId = () => PathId('sessionId', SessionNotFound);

@Controller('/admin/v1/accounts/:id/sessions')
export class SessionsController {
  constructor(private readonly access: AccountAccessAdministration) {}

  @Get()
  @Operating('sessions:read')
  @documents.list()
  async list(@AccountId() accountId: string, @QueryInput() query: PageQuery): Promise<AccountSessions> {
    return toAccountSessions(await this.access.listSessions(accountId, toPageOrder(query)));
  }

  @Delete('/:sessionId')
  @HttpCode(204)
  @Operating('sessions:write')
  @documents.end()
  async end(
    @ByOperator() operator: Operator,
    @AccountId() accountId: string,
    @SessionId() sessionId: string,
  ): Promise<void> {
    await this.access.endSession({ operator, accountId }, sessionId);
  }

  @Delete()
  @Operating('sessions:write')
  @documents.endAll()
  async endAll(@ByOperator() operator: Operator, @AccountId() accountId: string): Promise<EndedAccountSessions> {
    return { ended: await this.access.endSessions({ operator, accountId }) };
  }
}
