import validator from 'validator';
import { IdentifierInvalid } from './errors.js';

/** The longest e-mail address or user name, in UTF-16 units. */
export const IDENTIFIER_MAX_LENGTH = 255;

/** The longest compared form: one character may become as many as 18 in it. */
const KEY_MAX_LENGTH = 512;

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

export type IdentifierKind = 'email' | 'username';

/** What an account is found by: as its owner wrote it, and in the one form that is compared. */
export interface Identifier {
  readonly kind: IdentifierKind;
  readonly display: string;
  readonly key: string;
}

/**
 * Whether the text is an e-mail address (RFC 5321 §4.1.2, with UTF-8 local parts as in RFC 6531),
 * all of which can be seen.
 */
export function isEmailAddress(text: string): boolean {
  if (!isShort(text) || !isPrintable(text) || text.search(INVISIBLE) >= 0) return false;
  return validator.isEmail(text, { allow_utf8_local_part: true });
}

/**
 * Reads an e-mail address. Of characters that are taken for each other (full-width and such) it
 * keeps the common ones, so that a mail goes nowhere but to the address that is claimed.
 *
 * @throws IdentifierInvalid
 */
export function emailIdentifier(text: string): Identifier {
  const display = text.normalize('NFKC').trim();
  if (!isEmailAddress(display)) throw new IdentifierInvalid('email', 'must be an e-mail address');
  return { kind: 'email', display, key: identifierKey(display) };
}

/**
 * Reads what was given where a user name is asked for: an e-mail address is welcome in its place,
 * and a name with an `@` that is none, in whatever width, is refused, so that no name can pass for an address.
 *
 * @throws IdentifierInvalid
 */
export function usernameIdentifier(text: string): Identifier {
  const display = text.normalize('NFC').trim();
  const key = identifierKey(display);
  if (key.includes('@')) return emailIdentifier(display);
  if (key === '') throw new IdentifierInvalid('username', 'must not be empty');
  if (!isShort(display)) {
    throw new IdentifierInvalid('username', `must be at most ${IDENTIFIER_MAX_LENGTH} characters long`);
  }
  if (!isPrintable(display)) throw new IdentifierInvalid('username', 'must not contain control characters');
  return { kind: 'username', display, key };
}

/**
 * The form in which identifiers are unique: compatibility-normalised, without regard to case and
 * without what cannot be seen. Letters keep their own: ß is not ss, nor ı an i.
 */
export function identifierKey(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
  return folded.replace(INVISIBLE, '').normalize('NFKC').trim();
}

/** Whether the text is well-formed Unicode without control, format or line-separating characters. */
export function isPrintable(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
}

function isShort(text: string): boolean {
  return text.length <= IDENTIFIER_MAX_LENGTH && identifierKey(text).length <= KEY_MAX_LENGTH;
}
