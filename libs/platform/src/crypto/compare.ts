import { hash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are the same, in a time that depends on neither their content nor their lengths. */
export function equalInConstantTime(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}

/** The same for two that are of one length by their form: nothing has to be hidden about that. */
export function equalBytes(one: Buffer, other: Buffer): boolean {
  return timingSafeEqual(one, other);
}

/** SHA-256, for values that are unguessable by themselves (32 random bytes) and need no key. */
export function sha256(value: string | Buffer): Buffer {
  return hash('sha256', value, 'buffer');
}
