import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import type { Principal } from '#core/entry';
import type { Visitor } from '#core/kernel';
import { SessionsService } from '#core/sessions';
import { Bearer, Bearing, FromVisitor, PathId, RouteUnknown } from '#edge';
import { toOwnSessions } from './mappers.js';
import { documents } from './own-sessions.documentation.js';
import type { EndedSessions, OwnSessions } from './responses.dto.js';

const SessionId = () => PathId('id', RouteUnknown);

@Controller('/account/v1/sessions')
@Bearing()
export class OwnSessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @documents.list()
  async list(@Bearer() { user, session }: Principal): Promise<OwnSessions> {
    return toOwnSessions(await this.sessions.livingOf(user.id), session.id);
  }

  /** @throws RouteUnknown for what is not, is over, or is somebody else's */
  @Delete('/:id')
  @HttpCode(204)
  @documents.end()
  async end(
    @Bearer() { user }: Principal,
    @SessionId() id: string,
    @FromVisitor('account') visitor: Visitor,
  ): Promise<void> {
    if (!(await this.sessions.endOwn(user.id, id, { visitor }))) throw new RouteUnknown();
  }

  @Delete()
  @documents.endOthers()
  async endOthers(
    @Bearer() { user, session }: Principal,
    @FromVisitor('account') visitor: Visitor,
  ): Promise<EndedSessions> {
    return { ended: await this.sessions.endAllOf(user.id, 'ended_by_owner', session.id, { visitor }) };
  }
}
