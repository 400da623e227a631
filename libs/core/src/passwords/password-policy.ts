import { Inject, Injectable } from '@nestjs/common';
import { BreachedPasswords } from '#platform/breaches';
import { PASSWORD_MAX_LENGTH, type PasswordFault, PasswordUnacceptable } from './errors.js';
import { type PasswordsConfig, passwordsSection } from './passwords.config.js';
import { isCommonPassword } from './rules/common-passwords.js';
import { isMadeOfPersonalWords, type PasswordOwner } from './rules/personal-words.js';

/** Control characters and halves of surrogate pairs: no keyboard gives them, and no API could take them again. */
const UNTYPEABLE = /[\p{Cc}\p{Cs}]/u;

/** What is asked of every new password, wherever it is chosen: one policy for sign-up, change, recovery and administration. */
@Injectable()
export class PasswordPolicy {
  constructor(
    @Inject(passwordsSection.token) private readonly config: PasswordsConfig,
    private readonly breached: BreachedPasswords,
  ) {}

  /** The shortest password that may be chosen, in characters. */
  get minLength(): number {
    return this.config.minLength;
  }

  /**
   * Whether a password may be chosen (NIST SP 800-63B-4 §3.1.1.2): length counts, composition does not, and what others
   * would guess is refused. Lengths are in characters as people count them, after normalization. May ask another
   * service; call it outside of a transaction.
   *
   * @throws PasswordUnacceptable
   */
  async mustBeAcceptable(password: string, owner: PasswordOwner): Promise<void> {
    const fault = this.faultOf(password, owner) ?? ((await this.isBreached(password)) ? 'breached' : undefined);
    if (fault !== undefined) throw new PasswordUnacceptable(fault, this.told(fault));
  }

  private faultOf(password: string, owner: PasswordOwner): PasswordFault | undefined {
    if (password.length > PASSWORD_MAX_LENGTH) return 'too_long';
    if (UNTYPEABLE.test(password)) return 'control_characters';
    if ([...password.normalize('NFKC')].length < this.config.minLength) return 'too_short';
    if (this.isException(password)) return undefined;
    if (isCommonPassword(password)) return 'common';
    return isMadeOfPersonalWords(password, owner, this.config.serviceWords) ? 'personal' : undefined;
  }

  private async isBreached(password: string): Promise<boolean> {
    return !this.isException(password) && this.breached.know(password);
  }

  private isException(password: string): boolean {
    return this.config.exceptions.includes(password);
  }

  private told(fault: PasswordFault): string {
    switch (fault) {
      case 'too_short':
        return `must be at least ${this.config.minLength} characters long`;
      case 'too_long':
        return `must be at most ${PASSWORD_MAX_LENGTH} characters long`;
      case 'control_characters':
        return 'must not contain control characters';
      case 'common':
        return 'is one that many people use; choose another';
      case 'personal':
        return 'is too close to your name, your address or the name of this service; choose another';
      case 'breached':
        return 'is known from a data breach elsewhere; choose another';
    }
  }
}
