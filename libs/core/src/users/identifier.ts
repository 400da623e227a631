import validator from 'validator';
import { IdentifierInvalid } from './errors.js';

/** The longest e-mail address or user name, in UTF-16 units. */
export const IDENTIFIER_MAX_LENGTH = 255;

export type IdentifierKind = 'email' | 'username';

/** What an account is found by: as its owner wrote it, and in the one form that is compared. */
export interface Identifier {
  readonly kind: IdentifierKind;
  readonly display: string;
  readonly key: string;
}

/** Whether the text is an e-mail address (RFC 5321 §4.1.2, with UTF-8 local parts as in RFC 6531). */
export function isEmailAddress(text: string): boolean {
  return text.length <= IDENTIFIER_MAX_LENGTH && validator.isEmail(text, { allow_utf8_local_part: true });
}

/**
 * Reads an e-mail address.
 *
 * @throws IdentifierInvalid
 */
export function emailIdentifier(text: string): Identifier {
  const display = text.normalize('NFC').trim();
  if (!isEmailAddress(display)) throw new IdentifierInvalid('email', 'must be an e-mail address');
  return { kind: 'email', display, key: identifierKey(display) };
}

/**
 * Reads what was given where a user name is asked for: an e-mail address is welcome in its place,
 * and a name with an `@` that is none is refused, so that no name can pass for an address.
 *
 * @throws IdentifierInvalid
 */
export function usernameIdentifier(text: string): Identifier {
  const display = text.normalize('NFC').trim();
  if (display.includes('@')) return emailIdentifier(display);
  if (display === '') throw new IdentifierInvalid('username', 'must not be empty');
  if (display.length > IDENTIFIER_MAX_LENGTH) {
    throw new IdentifierInvalid('username', `must be at most ${IDENTIFIER_MAX_LENGTH} characters long`);
  }
  if (!isPrintable(display)) throw new IdentifierInvalid('username', 'must not contain control characters');
  return { kind: 'username', display, key: identifierKey(display) };
}

/** The form in which identifiers are unique: compatibility-normalised and without regard to case. */
export function identifierKey(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}

/** Whether the text is well-formed Unicode without control, format or line-separating characters. */
export function isPrintable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u.test(text);
}
