import type { HashPool, KeyRing } from '#platform/crypto';
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

  async store(password: string): Promise<string> {
    const hash = await this.pool.run({ kind: 'bcrypt-hash', password: this.digest(password), cost: this.cost });
    return PREFIX + hash;
  }

  verify(password: string, stored: string): Promise<boolean> {
    return this.pool.run({
      kind: 'bcrypt-verify',
      password: this.digest(password),
      hash: stored.slice(PREFIX.length),
    });
  }

  isCurrent(stored: string): boolean {
    return Number(/^\$2b\$(\d\d)\$/.exec(stored.slice(PREFIX.length))?.[1]) === this.cost;
  }

  private digest(password: string): string {
    return this.keys.mac('password', password.normalize('NFKC')).toString('base64');
  }
}
