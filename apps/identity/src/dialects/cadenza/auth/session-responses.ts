import { Injectable } from '@nestjs/common';
import type { OpenedSession } from '#core/sessions';
import { AccessTokensService } from '#core/tokens';
import type { User } from '#core/users';
import type { AuthLogin200Response } from './envelope.dto.js';
import { toSessionResponse } from './mappers.js';

/** Gives a session its access token and tells it as this API does. */
@Injectable()
export class SessionResponses {
  constructor(private readonly tokens: AccessTokensService) {}

  async issue({ user, session, refreshToken }: OpenedSession & { user: User }): Promise<AuthLogin200Response> {
    return toSessionResponse(user, await this.tokens.issueFor(session), refreshToken ?? '');
  }
}
