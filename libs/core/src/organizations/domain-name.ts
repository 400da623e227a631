import { domainToASCII } from 'node:url';
import validator from 'validator';
import { DomainInvalid } from './errors.js';

/** As long as DNS lets a name be, less the label that the challenge is asked for under. */
const MAX_LENGTH = 253 - '_rosetta.'.length;

/**
 * The one form of a domain name that is compared: ASCII, lower case, without the dot at its end.
 *
 * @throws DomainInvalid
 */
export function domainName(text: string): string {
  const plain = text.trim().replace(/\.$/, '');
  // What is more than letters, digits, hyphens and dots would be read as a part of an URL, and dropped.
  const name = /^[\p{L}\p{M}\p{N}.-]+$/u.test(plain) ? domainToASCII(plain).toLowerCase() : '';
  const isName = name.length <= MAX_LENGTH && validator.isFQDN(name) && /[a-z]/.test(name.split('.').at(-1) ?? '');
  if (!isName) throw new DomainInvalid();
  return name;
}

/** The domain of an e-mail address in that form; undefined where it has none. */
export function domainOf(email: string): string | undefined {
  return domainToASCII(email.slice(email.lastIndexOf('@') + 1)).toLowerCase() || undefined;
}
