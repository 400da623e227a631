import { CoreError } from '#core/kernel';

/** A refresh token that is none of ours, expired, spent, or of a session that has ended. */
export class InvalidRefreshToken extends CoreError {
  readonly code = 'invalid_refresh_token';

  constructor(logReason: string) {
    super('The refresh token is invalid or expired', logReason);
  }
}

export type SessionsError = InvalidRefreshToken;
