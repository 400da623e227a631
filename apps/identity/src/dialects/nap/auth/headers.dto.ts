import { Optional, TokenField } from '#edge';
import { SessionTokenField } from './session-token.js';

export const SESSION_TOKEN_HEADER = 'X-NAP-Session-Token';
export const REFRESH_TOKEN_HEADER = 'X-NAP-Refresh-Token';

/** What a log-out may name its session by. */
export class LogoutHeaders {
  @Optional()
  @SessionTokenField()
  [SESSION_TOKEN_HEADER]?: string;

  @Optional()
  @TokenField()
  [REFRESH_TOKEN_HEADER]?: string;
}

export class RefreshHeaders {
  @TokenField()
  [REFRESH_TOKEN_HEADER]!: string;
}
