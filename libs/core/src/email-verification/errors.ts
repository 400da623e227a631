import { CoreError } from '#core/kernel';

/** No account goes by that e-mail address. Only for an API whose document says so. */
export class UnknownEmail extends CoreError {
  readonly code = 'unknown_email';

  constructor() {
    super('No account uses that e-mail address');
  }
}

/** There is nothing to verify: the address is verified already. */
export class EmailAlreadyVerified extends CoreError {
  readonly code = 'email_already_verified';

  constructor() {
    super('The e-mail address is verified already');
  }
}

export type EmailVerificationError = UnknownEmail | EmailAlreadyVerified;
