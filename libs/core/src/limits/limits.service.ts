import { Inject, Injectable, Logger } from '@nestjs/common';
import { RateCounter, type Verdict } from '#platform/limits';
import { claimsOf, type LimitedParty, type ScopedClaim } from './claims.js';
import { LimitExceeded } from './errors.js';
import { KnownNetworks } from './known-networks.js';
import { type LimitsConfig, limitsSection } from './limits.config.js';
import type { LimitedAction } from './rules.js';

/** Counts tries before they are made. */
@Injectable()
export class Limits {
  private readonly logger = new Logger(Limits.name);
  private readonly listeners: ((refusal: LimitExceeded) => void)[] = [];
  private missesAddresses = false;

  constructor(
    @Inject(limitsSection.token) private readonly config: LimitsConfig,
    private readonly counter: RateCounter,
    private readonly knownNetworks: KnownNetworks,
  ) {}

  /** Has every refusal told, for whoever counts them. */
  onRefusal(listener: (refusal: LimitExceeded) => void): void {
    this.listeners.push(listener);
  }

  /**
   * Counts one try on every key it falls under, all at once; one that is refused counts on none of them. A
   * closed account stays open to whoever comes from where it was signed in to before.
   *
   * @returns what is to be called once the try succeeded: it forgets the tries that an owner would miss
   * @throws LimitExceeded
   */
  async spend(action: LimitedAction, party: LimitedParty): Promise<() => Promise<void>> {
    const claims = claimsOf(action, this.config.rules[action], party);
    if (!claims.some(({ scope }) => scope === 'address') || party.address === undefined) this.tellOfMissingAddress();
    const refused = refusedOf(claims, await this.counter.take(claims));
    if (!refused) return () => this.forgive(claims);
    const isOwner = refused.scope === 'account' && (await this.isKnown(claims, party));
    return isOwner ? this.spendOwn(action, claims) : this.refuse(action, refused);
  }

  /** Forgets the tries at an account of which its owner has just proved to be it in another way. */
  async pardon(party: LimitedParty): Promise<void> {
    const claims = claimsOf('sign-in', this.config.rules['sign-in'], party);
    await this.counter.forget(claims.filter(({ scope }) => scope !== 'address').map(({ key }) => key));
  }

  /** Has an account known from nowhere but here, for whoever knew its password until now may have been elsewhere. */
  forgetNetworks(userId: string, { address }: LimitedParty): Promise<void> {
    return this.knownNetworks.forget(userId, address);
  }

  private async spendOwn(action: LimitedAction, claims: readonly ScopedClaim[]): Promise<() => Promise<void>> {
    const own = claims.filter(({ scope }) => scope !== 'account');
    const refused = refusedOf(own, await this.counter.take(own));
    return refused ? this.refuse(action, refused) : () => this.forgive(own);
  }

  /** Only where a pair is counted: nobody passes by an account's limit without one of their own. */
  private async isKnown(claims: readonly ScopedClaim[], { userId, address }: LimitedParty): Promise<boolean> {
    if (userId === undefined || address === undefined || !claims.some(({ scope }) => scope === 'pair')) return false;
    return this.knownNetworks.includes(userId, address);
  }

  private refuse(action: LimitedAction, { scope, allowance, waitMs }: Refused): never {
    const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
    const refusal = new LimitExceeded(action, scope, { retryAfterSeconds, allowance });
    for (const tell of this.listeners) tell(refusal);
    throw refusal;
  }

  /** NIST SP 800-63B-4 §3.2.2: earlier failures from the same address are disregarded; the account's are kept. */
  private async forgive(claims: readonly ScopedClaim[]): Promise<void> {
    await Promise.all([
      this.counter.giveBack(claims.filter(({ scope }) => scope === 'account')),
      this.counter.forget(claims.filter(({ scope }) => scope === 'pair').map(({ key }) => key)),
    ]);
  }

  private tellOfMissingAddress(): void {
    if (this.missesAddresses) return;
    this.missesAddresses = true;
    this.logger.warn({ event: 'client_address_unknown', consequence: 'counted by connection', see: 'TRUST_PROXY' });
  }
}

interface Refused extends ScopedClaim {
  readonly waitMs: number;
}

function refusedOf(claims: readonly ScopedClaim[], verdict: Verdict): Refused | undefined {
  if (verdict.isAllowed) return undefined;
  const claim = claims[verdict.place];
  return claim && { ...claim, waitMs: verdict.waitMs };
}
