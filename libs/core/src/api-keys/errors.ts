import { CoreError } from '#core/kernel';

/** The key is unknown, expired or revoked. */
export class InvalidApiKey extends CoreError {
  readonly code = 'invalid_api_key';

  constructor(logReason: string) {
    super('The API key is invalid, expired or revoked', logReason);
  }
}

export class ApiKeyNotFound extends CoreError {
  readonly code = 'api_key_not_found';

  constructor() {
    super('There is no such API key');
  }
}

/** Something about a key that is to be made is not as it has to be. */
export class ApiKeyUnacceptable extends CoreError {
  readonly code = 'api_key_unacceptable';

  constructor(
    readonly field: 'name' | 'scopes' | 'expiresAt',
    readonly rule: string,
  ) {
    super(`${field} ${rule}`);
  }
}

export type ApiKeysError = InvalidApiKey | ApiKeyNotFound | ApiKeyUnacceptable;
