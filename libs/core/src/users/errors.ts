import { CoreError } from '#core/kernel';
import type { IdentifierKind } from './identifier.js';

/** Another account already goes by that e-mail address or user name. */
export class IdentifierTaken extends CoreError {
  readonly code = 'identifier_taken';

  constructor(readonly kind: IdentifierKind) {
    super(`That ${kind === 'email' ? 'e-mail address' : 'user name'} is already taken`);
  }
}

/** The text cannot serve as an e-mail address or user name. */
export class IdentifierInvalid extends CoreError {
  readonly code = 'identifier_invalid';

  constructor(
    readonly kind: IdentifierKind,
    readonly rule: string,
  ) {
    super(`${kind} ${rule}`);
  }
}

/** More metadata than one account may keep. */
export class MetadataTooLarge extends CoreError {
  readonly code = 'metadata_too_large';

  constructor(readonly limitBytes: number) {
    super(`metadata must be at most ${limitBytes} bytes as JSON`);
  }
}

export type UsersError = IdentifierTaken | IdentifierInvalid | MetadataTooLarge;
