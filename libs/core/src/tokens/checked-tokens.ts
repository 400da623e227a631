import { sha256 } from '#platform/crypto';
import type { AccessTokenClaims } from './claims.js';

/** What a token was found to say, and by which key. */
export interface CheckedToken {
  readonly keyId: string;
  readonly claims: AccessTokenClaims;
}

/** About 10 MB of them. */
const MAX_REMEMBERED = 10_000;

/**
 * Remembers of tokens whose signature was checked what they say, so that the same one costs a digest the next time
 * instead of a signature. Knows tokens by digest only; those not seen for longest are forgotten first. Whether one is
 * still good (its expiry, its key, its session) is for whoever asks to judge, each time.
 */
export class CheckedTokens {
  private readonly byDigest = new Map<string, CheckedToken>();

  find(token: string): CheckedToken | undefined {
    const digest = digestOf(token);
    const found = this.byDigest.get(digest);
    if (!found) return undefined;
    // A map keeps the order of insertion: what is put in anew goes to the end.
    this.byDigest.delete(digest);
    this.byDigest.set(digest, found);
    return found;
  }

  remember(token: string, checked: CheckedToken): void {
    this.byDigest.set(digestOf(token), checked);
    if (this.byDigest.size <= MAX_REMEMBERED) return;
    const [oldest] = this.byDigest.keys();
    if (oldest !== undefined) this.byDigest.delete(oldest);
  }

  forget(token: string): void {
    this.byDigest.delete(digestOf(token));
  }

  get size(): number {
    return this.byDigest.size;
  }
}

function digestOf(token: string): string {
  return sha256(token).toString('base64url');
}
