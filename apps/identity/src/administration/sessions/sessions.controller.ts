import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { AccountAccessAdministration, type Operator } from '#core/administration';
import { QueryInput } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import { PageQuery, toPageOrder } from '../shared/paging.dto.js';
import type { AccountSessions, EndedAccountSessions } from './session.dto.js';
import { toAccountSessions } from './session.mapper.js';
import { documents } from './sessions.documentation.js';

@Controller('/admin/v1/accounts/:id/sessions')
export class SessionsController {
  constructor(private readonly access: AccountAccessAdministration) {}

  @Get()
  @Operating('sessions:read')
  @documents.list()
  async list(@Param('id') accountId: string, @QueryInput() query: PageQuery): Promise<AccountSessions> {
    return toAccountSessions(await this.access.listSessions(accountId, toPageOrder(query)));
  }

  @Delete('/:sessionId')
  @HttpCode(204)
  @Operating('sessions:write')
  @documents.end()
  async end(
    @ByOperator() operator: Operator,
    @Param('id') accountId: string,
    @Param('sessionId') sessionId: string,
  ): Promise<void> {
    await this.access.endSession({ operator, accountId }, sessionId);
  }

  @Delete()
  @Operating('sessions:write')
  @documents.endAll()
  async endAll(@ByOperator() operator: Operator, @Param('id') accountId: string): Promise<EndedAccountSessions> {
    return { ended: await this.access.endSessions({ operator, accountId }) };
  }
}
