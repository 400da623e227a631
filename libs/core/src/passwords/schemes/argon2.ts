import type { HashPool, OnBehalf } from '#platform/crypto';
import type { HouseScheme } from './password-scheme.js';

/** OWASP Password Storage Cheat Sheet, Argon2id, first choice. */
const MEMORY_KIB = 19_456;
const ITERATIONS = 2;
const PARALLELISM = 1;

const CEILING = { memoryKib: 262_144, iterations: 10, parallelism: 8 };

const FORM =
  /^\$argon2(?:id|i|d)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86}$/;

/** Argon2 in its usual written form (RFC 9106; `$argon2id$v=19$m=…,t=…,p=…$salt$hash`). */
export class Argon2 implements HouseScheme {
  constructor(private readonly pool: HashPool) {}

  owns(stored: string): boolean {
    return stored.startsWith('$argon2');
  }

  store(password: string, behalf?: OnBehalf): Promise<string> {
    return this.pool.run(
      {
        kind: 'argon2-hash',
        password: password.normalize('NFKC'),
        memoryKib: MEMORY_KIB,
        iterations: ITERATIONS,
        parallelism: PARALLELISM,
      },
      behalf,
    );
  }

  /** Ours are of the normalised password; other systems' are of it as it was typed. */
  async verify(password: string, stored: string, behalf?: OnBehalf): Promise<boolean> {
    const [, memoryKib, iterations, parallelism] = FORM.exec(stored) ?? [];
    const isAffordable =
      Number(memoryKib) <= CEILING.memoryKib &&
      Number(iterations) <= CEILING.iterations &&
      Number(parallelism) <= CEILING.parallelism;
    if (!isAffordable) return false;
    for (const spelling of new Set([password.normalize('NFKC'), password])) {
      if (await this.pool.run({ kind: 'argon2-verify', password: spelling, hash: stored }, behalf)) return true;
    }
    return false;
  }

  isCurrent(stored: string): boolean {
    return stored.startsWith(`$argon2id$v=19$m=${MEMORY_KIB},t=${ITERATIONS},p=${PARALLELISM}$`);
  }
}
