import { CoreError } from '#core/kernel';

/** Whoever asks is known and may not do that. */
export class NotPermitted extends CoreError {
  readonly code = 'not_permitted';

  /** @param actor the account or the key that asked, for the log */
  constructor(
    message: string,
    readonly actor: string,
  ) {
    super(message);
  }
}

export class AccountNotFound extends CoreError {
  readonly code = 'account_not_found';

  constructor() {
    super('There is no such account');
  }
}

/** The account has no session of that id that is still good. */
export class SessionNotFound extends CoreError {
  readonly code = 'session_not_found';

  constructor() {
    super('The account has no such session that is still good');
  }
}

/** The account has no client credentials of that id. */
export class ClientNotFound extends CoreError {
  readonly code = 'client_not_found';

  constructor() {
    super('The account has no such client');
  }
}

/** It would leave nobody who can look after the administrators. */
export class LastSuperadmin extends CoreError {
  readonly code = 'last_superadmin';

  constructor() {
    super('At least one enabled superadmin has to remain');
  }
}

/** A mail would have to be sent, and there is no address to send it to. */
export class NoEmailAddress extends CoreError {
  readonly code = 'no_email_address';

  constructor() {
    super('The account has no e-mail address to send a mail to');
  }
}

export type AdministrationError =
  NotPermitted | AccountNotFound | SessionNotFound | ClientNotFound | LastSuperadmin | NoEmailAddress;
