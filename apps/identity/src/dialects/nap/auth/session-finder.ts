import { Injectable } from '@nestjs/common';
import { EntryService } from '#core/entry';
import type { Visitor } from '#core/kernel';
import { type Fault, InvalidInput } from '#edge';
import { type LogoutHeaders, REFRESH_TOKEN_HEADER, SESSION_TOKEN_HEADER } from './headers.dto.js';
import { unwrapSessionToken } from './session-token.js';

/** Finds the one session that the tokens of a log-out name; spends neither of them. */
@Injectable()
export class SessionFinder {
  constructor(private readonly entry: EntryService) {}

  /**
   * The id of the session.
   *
   * @throws InvalidInput without any token, or when they belong to different sessions
   * @throws InvalidAccessToken, InvalidRefreshToken, LimitExceeded
   */
  async mustFind(headers: LogoutHeaders, visitor: Visitor): Promise<string> {
    const found = await this.sessionsOf(headers, visitor);
    const [id] = found;
    if (id === undefined) throw noToken();
    if (found.size > 1) throw fault('same_session', 'The tokens belong to different sessions');
    return id;
  }

  private async sessionsOf(headers: LogoutHeaders, visitor: Visitor): Promise<ReadonlySet<string>> {
    const { [SESSION_TOKEN_HEADER]: sessionToken, [REFRESH_TOKEN_HEADER]: refreshToken } = headers;
    const jwt = sessionToken === undefined ? undefined : unwrapSessionToken(sessionToken);
    const ids = new Set<string>();
    if (jwt !== undefined) ids.add((await this.entry.admit(jwt)).session.id);
    if (refreshToken !== undefined) ids.add((await this.entry.admitRefreshToken(refreshToken, visitor)).session.id);
    return ids;
  }
}

/** The fault of a log-out that names no session. */
export function noToken(): InvalidInput {
  return fault('missing', `${SESSION_TOKEN_HEADER} or ${REFRESH_TOKEN_HEADER} is required`);
}

function fault(rule: string, message: string): InvalidInput {
  const location: Fault['location'] = 'header';
  return new InvalidInput([{ location, path: [SESSION_TOKEN_HEADER], rule, message }]);
}
