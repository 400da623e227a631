import { equalInConstantTime, type HashPool, type OnBehalf } from '#platform/crypto';
import type { PasswordScheme } from './password-scheme.js';

const ITERATIONS_CEILING = 2_000_000;

interface Parsed {
  readonly digest: 'sha1' | 'sha256' | 'sha512';
  readonly iterations: number;
  /** base64 */
  readonly salt: string;
  /** base64 */
  readonly hash: string;
}

/**
 * PBKDF2 (RFC 8018 §5.2) in the two forms that are met in the wild: modular
 * `$pbkdf2-sha256$[i=]29000$salt$hash` with `.` for `+`, and Django's `pbkdf2_sha256$600000$salt$hash`.
 */
export class Pbkdf2 implements PasswordScheme {
  constructor(private readonly pool: HashPool) {}

  owns(stored: string): boolean {
    return /^(?:\$pbkdf2|pbkdf2_)/.test(stored);
  }

  async verify(password: string, stored: string, behalf?: OnBehalf): Promise<boolean> {
    const parsed = parseModular(stored) ?? parseDjango(stored);
    if (!parsed || parsed.iterations > ITERATIONS_CEILING || parsed.iterations < 1) return false;
    const { digest, iterations, salt, hash } = parsed;
    const keyLength = Buffer.from(hash, 'base64').length;
    const computed = await this.pool.run({ kind: 'pbkdf2', password, salt, iterations, keyLength, digest }, behalf);
    return equalInConstantTime(unpadded(computed), unpadded(hash));
  }
}

function parseModular(stored: string): Parsed | undefined {
  const form = /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,8})\$([A-Za-z0-9./+]+)\$([A-Za-z0-9./+]{22,88})$/;
  const [, digest, iterations, salt, hash] = form.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  return {
    digest: digestNamed(digest ?? 'sha1'),
    iterations: Number(iterations),
    salt: standard(salt),
    hash: standard(hash),
  };
}

function parseDjango(stored: string): Parsed | undefined {
  const [, digest, iterations, salt, hash] =
    /^pbkdf2_(sha1|sha256)\$(\d{1,8})\$([^$]+)\$([A-Za-z0-9+/=]{24,88})$/.exec(stored) ?? [];
  if (digest === undefined || salt === undefined || hash === undefined) return undefined;
  return {
    digest: digestNamed(digest),
    iterations: Number(iterations),
    salt: Buffer.from(salt).toString('base64'),
    hash,
  };
}

function digestNamed(name: string): Parsed['digest'] {
  return name === 'sha1' || name === 'sha512' ? name : 'sha256';
}

function standard(adapted: string): string {
  return adapted.replaceAll('.', '+');
}

function unpadded(base64: string): string {
  return base64.replace(/=+$/, '');
}
