import { CoreError } from '#core/kernel';

/** A one-time token that is unknown, used, replaced by a newer one, expired, or of another purpose. */
export class InvalidOneTimeToken extends CoreError {
  readonly code = 'invalid_one_time_token';

  constructor(logReason?: string) {
    super('The token is invalid or has expired', logReason);
  }
}

export type OneTimeTokensError = InvalidOneTimeToken;
