import type { HashPool, OnBehalf } from '#platform/crypto';
import { affordableBcryptCost } from './bcrypt-form.js';
import type { PasswordScheme } from './password-scheme.js';

/** bcrypt as other systems write it, of the password itself: its first 72 bytes count (`$2a$`, `$2b$`, `$2y$`). */
export class PlainBcrypt implements PasswordScheme {
  constructor(private readonly pool: HashPool) {}

  owns(stored: string): boolean {
    return /^\$2[aby]\$/.test(stored);
  }

  async verify(password: string, stored: string, behalf?: OnBehalf): Promise<boolean> {
    if (affordableBcryptCost(stored) === undefined) return false;
    // `2y` is PHP's name for what everyone else calls `2b`; the library knows only the latter.
    return this.pool.run({ kind: 'bcrypt-verify', password, hash: stored.replace(/^\$2y\$/, '$2b$') }, behalf);
  }
}
