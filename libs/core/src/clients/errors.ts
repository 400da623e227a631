import { CoreError } from '#core/kernel';

/** The client id and secret do not belong together, or to nobody. */
export class InvalidClient extends CoreError {
  readonly code = 'invalid_client';

  constructor(logReason: string) {
    super('The client credentials are not valid', logReason);
  }
}

export type ClientsError = InvalidClient;
