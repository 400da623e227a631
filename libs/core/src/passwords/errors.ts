import { CoreError } from '#core/kernel';

/** The longest password that is judged, in UTF-16 units; longer ones are refused, never cut. */
export const PASSWORD_MAX_LENGTH = 1024;

/** What may be wrong with a password that is to be chosen. */
export type PasswordFault = 'too_short' | 'too_long' | 'control_characters' | 'common' | 'personal' | 'breached';

/** A new password breaks a rule; `rule` completes the sentence "password …". */
export class PasswordUnacceptable extends CoreError {
  readonly code = 'password_unacceptable';

  constructor(
    readonly fault: PasswordFault,
    readonly rule: string,
  ) {
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
