import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Stopwatch } from '#platform/clock';
import { HashInputError, HashPool, HashQueueFullError, KeyRing, type OnBehalf } from '#platform/crypto';
import { PASSWORD_MAX_LENGTH, PasswordQueueFull } from './errors.js';
import { PasswordPolicy } from './password-policy.js';
import { type PasswordsConfig, passwordsSection } from './passwords.config.js';
import type { PasswordOwner } from './rules/personal-words.js';
import { Argon2 } from './schemes/argon2.js';
import { KeyedBcrypt } from './schemes/keyed-bcrypt.js';
import type { HouseScheme, PasswordScheme } from './schemes/password-scheme.js';
import { Pbkdf2 } from './schemes/pbkdf2.js';
import { PlainBcrypt } from './schemes/plain-bcrypt.js';
import { Scrypt } from './schemes/scrypt.js';

/** What became of a password that was judged. */
export interface Verdict {
  readonly matches: boolean;
  /** The password matches, and is worth storing anew under today's scheme. */
  readonly isOutdated: boolean;
}

export interface Judging {
  /** The account may not enter whatever the verdict, which is not to be told either. */
  readonly isRefusedAnyway?: boolean;
  /** Who is at it, and at what: where many wait, each of these gets one turn a round. */
  readonly parties?: readonly string[];
}

const MISMATCH: Verdict = { matches: false, isOutdated: false };
const WEIGHT_OF_NEWEST = 0.1;
/** Of the usual time: enough for every failure to wait for the same mark, whatever the work took. */
const FAILURE_SHARE = 1.2;

/** Stores and judges passwords; knows schemes by prefix and accounts not at all. */
@Injectable()
export class PasswordsService implements OnApplicationBootstrap {
  private readonly house: HouseScheme;
  private readonly schemes: readonly PasswordScheme[];
  /** What an unknown account is judged against: the right scheme and cost, and nobody's password. */
  private decoy: Promise<string> | undefined;
  private usualMs = 0;

  constructor(
    @Inject(passwordsSection.token) config: PasswordsConfig,
    private readonly policy: PasswordPolicy,
    pool: HashPool,
    keys: KeyRing,
  ) {
    const bcrypt = new KeyedBcrypt(pool, keys, config.bcryptCost);
    const argon2 = new Argon2(pool);
    this.house = config.scheme === 'bcrypt' ? bcrypt : argon2;
    this.schemes = [bcrypt, argon2, new PlainBcrypt(pool), new Scrypt(pool), new Pbkdf2(pool)];
  }

  /** The shortest password that may be chosen, in characters. */
  get minLength(): number {
    return this.policy.minLength;
  }

  /** Has the decoy made while the start goes on; where that fails, whoever needs it first tries again. */
  onApplicationBootstrap(): void {
    this.decoyHash().catch(() => undefined);
  }

  /**
   * Whether a new password may be chosen by its owner. May ask another service; call it outside of a transaction.
   *
   * @throws PasswordUnacceptable
   */
  mustBeAcceptable(password: string, owner: PasswordOwner): Promise<void> {
    return this.policy.mustBeAcceptable(password, owner);
  }

  /**
   * @param parties for whom, as at {@link judge}
   * @throws PasswordQueueFull
   */
  store(password: string, parties?: readonly string[]): Promise<string> {
    return refusingPolitely(() => this.house.store(password, { parties }));
  }

  /**
   * Judges a password. Without a stored form (an account that does not exist) it costs the same and
   * the verdict is no. Every refusal takes until the same mark, a little later than a yes usually comes, so
   * that neither a missing account nor one with an imported, cheaper hash can be told by the clock. The mark counts from
   * the turn at the hashing threads: what all have to wait for a turn is no part of what one password takes.
   *
   * @throws PasswordQueueFull
   */
  async judge(password: string, stored: string | undefined, about: Judging = {}): Promise<Verdict> {
    const stopwatch = new Stopwatch();
    let computedMs = 0;
    const behalf = { parties: about.parties, onComputed: (milliseconds: number) => (computedMs += milliseconds) };
    const verdict = await refusingPolitely(() => this.compare(password, stored, behalf));
    const waitedMs = stopwatch.elapsedMs() - computedMs;
    if (stored === undefined || this.house.isCurrent(stored)) this.learnUsual(computedMs);
    if (!verdict.matches || about.isRefusedAnyway) await stopwatch.until(waitedMs + this.usualMs * FAILURE_SHARE);
    return verdict;
  }

  private async compare(password: string, stored: string | undefined, behalf: OnBehalf): Promise<Verdict> {
    // All wait for it, so that the first strangers after a start cannot be told by doing so alone.
    const decoy = await this.decoyHash();
    const scheme = stored === undefined ? undefined : this.schemes.find((candidate) => candidate.owns(stored));
    if (stored === undefined || !scheme || password.length > PASSWORD_MAX_LENGTH) {
      await this.house.verify(password.slice(0, PASSWORD_MAX_LENGTH), decoy, behalf);
      return MISMATCH;
    }
    const matches = await scheme.verify(password, stored, behalf).catch(refusedAsMismatch);
    return { matches, isOutdated: matches && !(scheme === this.house && this.house.isCurrent(stored)) };
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= this.house.store('').catch((error: unknown) => {
      this.decoy = undefined;
      throw error;
    });
    return this.decoy;
  }

  /** From what is judged by the house scheme at today's cost, as strangers' tries are too. */
  private learnUsual(computedMs: number): void {
    this.usualMs += (this.usualMs === 0 ? 1 : WEIGHT_OF_NEWEST) * (computedMs - this.usualMs);
  }
}

/** What its algorithm refuses to read is no stored form, and fits no password. */
function refusedAsMismatch(error: unknown): boolean {
  if (error instanceof HashInputError) return false;
  throw error;
}

async function refusingPolitely<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof HashQueueFullError ? new PasswordQueueFull(error.retryAfterSeconds) : error;
  }
}
