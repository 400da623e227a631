import { CoreError } from '#core/kernel';

/** No access token, or one that is not good (any more). `logReason` says why, for the log alone. */
export class InvalidAccessToken extends CoreError {
  readonly code = 'invalid_access_token';

  constructor(logReason: string, options?: ErrorOptions) {
    super('The access token is missing, invalid or expired', logReason, options);
  }
}

export type TokensError = InvalidAccessToken;
