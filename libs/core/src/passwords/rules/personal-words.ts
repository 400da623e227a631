import { folded, isCommonPassword } from './common-passwords.js';

/** Whose password it is to be, as far as is known. */
export interface PasswordOwner {
  readonly email?: string | null;
  readonly username?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
}

const MIN_WORD_LENGTH = 3;

/**
 * Whether the password is, for the most part, words that whoever knows the person or the service tries first (NIST SP
 * 800-63B-4 §3.1.1.2): they make up at least half of it, or what they leave is common by itself. Only letters and digits
 * count, without regard to case; a long password may well have a name in it.
 *
 * @param serviceWords what the service is called
 */
export function isMadeOfPersonalWords(
  password: string,
  owner: PasswordOwner,
  serviceWords: readonly string[],
): boolean {
  const whole = bare(password);
  const words = wordsOf(owner, serviceWords);
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), whole);
  if (rest === whole) return false;
  return rest.length * 2 <= whole.length || isCommonPassword(rest);
}

/** Longest first, so that a whole address is taken out before its parts are. */
function wordsOf({ email, username, firstName, lastName }: PasswordOwner, serviceWords: readonly string[]): string[] {
  const localPart = email?.split('@')[0];
  const [first, last] = [firstName ?? '', lastName ?? ''];
  const given = [email, localPart, username, first, last, first + last, last + first, ...serviceWords];
  const words = given.map((word) => bare(word ?? '')).filter((word) => word.length >= MIN_WORD_LENGTH);
  return [...new Set(words)].sort((one, other) => other.length - one.length);
}

function bare(text: string): string {
  return folded(text).replace(/[^\p{L}\p{N}]/gu, '');
}
