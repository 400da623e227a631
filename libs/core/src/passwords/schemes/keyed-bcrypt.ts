import type { HashPool, KeyRing, OnBehalf } from '#platform/crypto';
import { affordableBcryptCost } from './bcrypt-form.js';
import type { HouseScheme } from './password-scheme.js';

const PREFIX = '$hmac-sha256-bcrypt$';

/**
 * bcrypt over a keyed digest: HMAC-SHA-256 of the normalised password under a key of the server, as
 * base64. The digest is 44 printable characters, so neither bcrypt's 72-byte limit nor its stop at
 * NUL touches the password, and a stolen table cannot be attacked without the key (OWASP Password
 * Storage Cheat Sheet, "Pre-Hashing Passwords with bcrypt" and "Peppering").
 */
export class KeyedBcrypt implements HouseScheme {
  constructor(
    private readonly pool: HashPool,
    private readonly keys: KeyRing,
    private readonly cost: number,
  ) {}

  owns(stored: string): boolean {
    return stored.startsWith(PREFIX);
  }

  async store(password: string, behalf?: OnBehalf): Promise<string> {
    const hash = await this.pool.run({ kind: 'bcrypt-hash', password: this.digest(password), cost: this.cost }, behalf);
    return PREFIX + hash;
  }

  async verify(password: string, stored: string, behalf?: OnBehalf): Promise<boolean> {
    const hash = stored.slice(PREFIX.length);
    if (affordableBcryptCost(hash) === undefined) return false;
    return this.pool.run({ kind: 'bcrypt-verify', password: this.digest(password), hash }, behalf);
  }

  isCurrent(stored: string): boolean {
    return affordableBcryptCost(stored.slice(PREFIX.length)) === this.cost;
  }

  private digest(password: string): string {
    return this.keys.mac('password', password.normalize('NFKC')).toString('base64');
  }
}
