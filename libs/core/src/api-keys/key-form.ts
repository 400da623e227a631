/** Tells whoever finds one lying about, person or scanner, what it is. */
export const API_KEY_PREFIX = 'rsk_';

export const PUBLIC_BYTES = 12;

const FORM = /^rsk_([\w-]{16})[\w-]{43}$/;

/** Whether the text means to be such a key and not some other token; says nothing of whether it is good. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith(API_KEY_PREFIX);
}

/** The part by which a key is found; undefined for what is no key. */
export function publicIdOf(key: string): string | undefined {
  return FORM.exec(key)?.[1];
}
