import { ownCopy } from '#platform/memory';
import type { AccessTokenClaims } from './claims.js';

/** What a token was found to say, and by which key. */
export interface CheckedToken {
  readonly keyId: string;
  readonly claims: AccessTokenClaims;
}

interface Remembered {
  /** What it is found by, one and the same text for as long as it is: not cut out of any request. */
  readonly token: string;
  readonly checked: CheckedToken;
}

/** About 15 MB of them. */
const MAX_REMEMBERED = 10_000;

/**
 * Remembers of tokens whose signature was checked what they say, so that the same one costs a look-up the next time
 * instead of a signature. Those not seen for longest are forgotten first. Whether one is still good (its expiry, its
 * key, its session) is for whoever asks to judge, each time.
 *
 * They are kept as they are, and in memory only: whoever can read that can read the signing key beside them, and so
 * make any token.
 */
export class CheckedTokens {
  private readonly byToken = new Map<string, Remembered>();

  find(token: string): CheckedToken | undefined {
    const found = this.byToken.get(token);
    if (!found) return undefined;
    // A map keeps the order of insertion: what is put in anew goes to the end.
    this.byToken.delete(token);
    this.byToken.set(found.token, found);
    return found.checked;
  }

  remember(token: string, checked: CheckedToken): void {
    const own = ownCopy(token);
    this.byToken.set(own, { token: own, checked });
    if (this.byToken.size <= MAX_REMEMBERED) return;
    const [oldest] = this.byToken.keys();
    if (oldest !== undefined) this.byToken.delete(oldest);
  }

  forget(token: string): void {
    this.byToken.delete(token);
  }

  get size(): number {
    return this.byToken.size;
  }
}
