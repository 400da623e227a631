import { CoreError } from '#core/kernel';

/**
 * The name and the password do not let anybody in. Whether the account is unknown, the password
 * wrong or the account disabled is for the log alone.
 */
export class InvalidCredentials extends CoreError {
  readonly code = 'invalid_credentials';

  constructor(logReason: string) {
    super('The credentials are not valid', logReason);
  }
}

/** The password was right, but this way in asks for a verified e-mail address. */
export class EmailNotVerified extends CoreError {
  readonly code = 'email_not_verified';

  constructor(
    readonly userId: string,
    readonly email: string,
  ) {
    super('The e-mail address is not verified');
  }
}

export type EntryError = InvalidCredentials | EmailNotVerified;
