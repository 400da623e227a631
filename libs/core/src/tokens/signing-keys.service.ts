import { Inject, Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { AuditService } from '#core/audit';
import { BY_SYSTEM, type Cause } from '#core/kernel';
import { Clock, secondsAfter } from '#platform/clock';
import {
  type KeyObject,
  makeKeyPair,
  readPrivateKey,
  readPublicKey,
  Sealer,
  type SigningAlgorithm,
} from '#platform/crypto';
import { Database } from '#platform/database';
import { Ids } from '#platform/random';
import { SharedQuestion } from './shared-question.js';
import { SigningKey } from './signing-key.entity.js';
import { type TokensConfig, tokensSection } from './tokens.config.js';

/** A key as signing and verifying want it. */
export interface UsableKey {
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A public key as published (RFC 7517 §4). */
export type PublishedJwk = Readonly<Record<string, unknown>> & { readonly kid: string };

/** A key as those who look after it see it: never its private half. */
export interface ListedKey {
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  readonly state: 'signing' | 'verifying' | 'retired';
  readonly createdAt: Date;
  /** The moment by which every token it signed is gone; null while none has taken over. */
  readonly retiresAt: Date | null;
}

/** How long other processes may go on signing with a key that was just replaced. */
const HANDOVER_SECONDS = 300;
const RELOAD_AFTER_SECONDS = 60;

/**
 * The keys that sign access tokens. The newest of the configured algorithm signs; all that are not
 * retired verify. Keys made by another process are noticed within a minute, and at once when one
 * of their tokens arrives.
 */
@Injectable()
export class SigningKeysService {
  private rows: readonly SigningKey[] = [];
  private usable = new Map<string, UsableKey>();
  private loadedAt = new Date(0);
  /** So that made-up key ids cannot turn into a query each, and none of them keeps a true one from being looked up. */
  private readonly strangers = new SharedQuestion(() => this.load());

  constructor(
    @Inject(tokensSection.token) private readonly config: TokensConfig,
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: AuditService,
  ) {}

  /** Makes the first key of the configured algorithm, where there is none yet. */
  async mustHaveOne(): Promise<void> {
    await this.load();
    if (!this.inCharge(this.config.algorithm)) await this.rotate();
  }

  /** Puts a new key in charge. Earlier ones verify until the last of their tokens is gone. */
  async rotate(cause: Cause = BY_SYSTEM): Promise<string> {
    const { algorithm } = this.config;
    const pair = await makeKeyPair(algorithm);
    const id = this.ids.next();
    const now = this.clock.now();
    const row = this.database.repository(SigningKey).create({
      id,
      algorithm,
      publicJwk: pair.publicJwk,
      sealedPrivateKey: this.sealer.seal(pair.privatePem, sealContext(id)),
      createdAt: now,
      retiresAt: null,
    });
    await this.database.transaction(async () => {
      for (const { id: olderId } of await this.database.repository(SigningKey).findBy({ retiresAt: IsNull() })) {
        await this.database.update(SigningKey, { id: olderId }, { retiresAt: this.endOfDuty(now) });
      }
      await this.database.insert(SigningKey, row);
      await this.audit.record({ kind: 'key.rotated', cause, details: { keyId: id, algorithm } });
    });
    await this.load();
    return id;
  }

  /** The key to sign with now; of another algorithm than configured when a process configured for that took over. */
  async current(): Promise<UsableKey> {
    if (secondsAfter(this.loadedAt, RELOAD_AFTER_SECONDS) <= this.clock.now()) await this.load();
    const key = this.inCharge(this.config.algorithm) ?? this.inCharge();
    if (!key) throw new Error('There is no signing key');
    return key;
  }

  /** The key of that id, unless it is unknown or retired. */
  async find(id: string): Promise<UsableKey | undefined> {
    if (!this.usable.has(id)) await this.strangers.ask();
    return this.verifies(id) ? this.usable.get(id) : undefined;
  }

  /** Whether the key of that id is known by now, and not retired. */
  verifies(id: string): boolean {
    return this.rows.find((candidate) => candidate.id === id)?.isUsableAt(this.clock.now()) === true;
  }

  /** Every key that verifies now, newest first. */
  async published(): Promise<PublishedJwk[]> {
    await this.load();
    const now = this.clock.now();
    return this.rows
      .filter((row) => row.isUsableAt(now))
      .map((row) => ({ ...row.publicJwk, kid: row.id, alg: row.algorithm, use: 'sig' }));
  }

  /** Every key that there is, retired ones too, newest first. */
  async list(): Promise<ListedKey[]> {
    await this.load();
    const now = this.clock.now();
    const signing = (this.inCharge(this.config.algorithm) ?? this.inCharge())?.id;
    return this.rows.map((row) => {
      const { id, algorithm, createdAt, retiresAt } = row;
      const state = id === signing ? 'signing' : row.isUsableAt(now) ? 'verifying' : 'retired';
      return { id, algorithm, state, createdAt, retiresAt };
    });
  }

  private inCharge(algorithm?: SigningAlgorithm): UsableKey | undefined {
    const candidates = this.rows.filter(({ retiresAt }) => retiresAt === null);
    const row = candidates.find((candidate) => algorithm === undefined || candidate.algorithm === algorithm);
    return row && this.usable.get(row.id);
  }

  private async load(): Promise<void> {
    this.rows = await this.database.repository(SigningKey).find({ order: { createdAt: 'DESC', id: 'DESC' } });
    this.usable = new Map(this.rows.map((row) => [row.id, this.usable.get(row.id) ?? this.open(row)]));
    this.loadedAt = this.clock.now();
  }

  private open(row: SigningKey): UsableKey {
    return {
      id: row.id,
      algorithm: row.algorithm,
      publicKey: readPublicKey(row.publicJwk),
      privateKey: readPrivateKey(this.sealer.open(row.sealedPrivateKey, sealContext(row.id))),
    };
  }

  private endOfDuty(now: Date): Date {
    return secondsAfter(now, this.config.longestTtlSeconds + HANDOVER_SECONDS);
  }
}

function sealContext(id: string): string {
  return `signing_keys.sealed_private_key:${id}`;
}
