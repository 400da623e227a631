import { Injectable } from '@nestjs/common';
import type { Seat } from '#core/organizations';
import type { OpenedSession } from '#core/sessions';
import { AccessTokensService } from '#core/tokens';
import type { User } from '#core/users';
import { toClaims, toTokens } from './mappers.js';
import type { TokensTokens } from './responses.dto.js';

/** Gives a session the tokens of this API. */
@Injectable()
export class TokensIssuer {
  constructor(private readonly tokens: AccessTokensService) {}

  async issue(opened: OpenedSession & { readonly user: User; readonly seat?: Seat }): Promise<TokensTokens> {
    const { session, user, seat, refreshToken = '' } = opened;
    const access = await this.tokens.issueFor(session, { tokenId: session.id, claims: toClaims(user, seat) });
    return toTokens(session, access, refreshToken);
  }
}
