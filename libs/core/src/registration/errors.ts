import { CoreError } from '#core/kernel';
import type { Role } from '#core/users';

/** That role is not to be had by asking. */
export class RoleNotAllowed extends CoreError {
  readonly code = 'role_not_allowed';

  constructor(
    readonly role: string,
    readonly allowed: readonly Role[],
  ) {
    super(`The role ${role} cannot be chosen at registration; allowed: ${allowed.join(', ')}`);
  }
}

export type RegistrationError = RoleNotAllowed;
