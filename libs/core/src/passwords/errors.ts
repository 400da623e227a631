import { CoreError } from '#core/kernel';

/** The longest password that is judged, in UTF-16 units; longer ones are refused, never cut. */
export const PASSWORD_MAX_LENGTH = 1024;

/** A new password breaks a rule; `rule` completes the sentence "password …". */
export class PasswordUnacceptable extends CoreError {
  readonly code = 'password_unacceptable';

  constructor(readonly rule: string) {
    super(`password ${rule}`);
  }
}

/** Too many passwords are waiting to be judged. Nothing was judged or changed. */
export class PasswordQueueFull extends CoreError {
  readonly code = 'overloaded';

  constructor(readonly retryAfterSeconds: number) {
    super('The service is busy; try again shortly');
  }
}

export type PasswordsError = PasswordUnacceptable | PasswordQueueFull;
