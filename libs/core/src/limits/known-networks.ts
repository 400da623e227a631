import { Inject, Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan, Not } from 'typeorm';
import { Clock, secondsAfter } from '#platform/clock';
import { KeyRing } from '#platform/crypto';
import { Database } from '#platform/database';
import { ownCopy } from '#platform/memory';
import { KnownNetwork } from './known-network.entity.js';
import { type LimitsConfig, limitsSection } from './limits.config.js';
import { networkOf } from './network.js';

const PURPOSE = 'limits/known-network';

/** How long a row, and the memory of this process, go without being written again. */
const STORED_SECONDS = 24 * 3600;
const REMEMBERED_SECONDS = 3600;
const MOST_REMEMBERED = 10_000;

/** From where an account was signed in to before: for its owner, whom an attacker elsewhere must not shut out. */
@Injectable()
export class KnownNetworks {
  /** Who came from which address lately, and when, so that a busy client costs one look an hour. */
  private readonly noted = new Map<string, Date>();

  constructor(
    @Inject(limitsSection.token) private readonly config: LimitsConfig,
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Whether somebody signed in to the account from there, lately enough. */
  async includes(userId: string, address: string): Promise<boolean> {
    const digest = this.digestOf(userId, address);
    if (digest === undefined) return false;
    return this.database.repository(KnownNetwork).existsBy({ digest, lastSeenAt: MoreThan(this.oldest()) });
  }

  /** Notes that somebody signed in to the account from there. What nobody came from for too long goes on the way. */
  async note(userId: string, address: string | undefined): Promise<void> {
    const client = `${userId} ${address ?? ''}`;
    const now = this.clock.now();
    if (address === undefined || isWithin(this.noted.get(client), REMEMBERED_SECONDS, now)) return;
    const digest = this.digestOf(userId, address);
    if (digest === undefined) return;
    await this.database.transaction(async () => {
      // Of two that come in at the same moment one would fail, and its sign-in with it.
      await this.database.lock(`known-networks:${digest}`);
      await this.keep({ digest, userId, lastSeenAt: now });
      this.database.afterCommit(() => this.remember(client, now));
    });
  }

  /** Forgets all networks of an account but one: whoever knew its password until now may have been there. */
  async forget(userId: string, spare?: string): Promise<void> {
    const kept = spare === undefined ? undefined : this.digestOf(userId, spare);
    await this.database.remove(KnownNetwork, { userId, ...(kept !== undefined && { digest: Not(kept) }) });
    this.noted.clear();
  }

  private async keep(row: KnownNetwork): Promise<void> {
    const { digest, userId, lastSeenAt } = row;
    const present = await this.database.repository(KnownNetwork).findOneBy({ digest });
    if (isWithin(present?.lastSeenAt, STORED_SECONDS, lastSeenAt)) return;
    if (present) {
      await this.database.update(KnownNetwork, { digest }, { lastSeenAt });
      return;
    }
    await this.database.remove(KnownNetwork, { userId, lastSeenAt: LessThanOrEqual(this.oldest()) });
    await this.database.insert(KnownNetwork, row);
  }

  private remember(client: string, now: Date): void {
    if (this.noted.size >= MOST_REMEMBERED) this.noted.clear();
    this.noted.set(ownCopy(client), now);
  }

  private oldest(): Date {
    return secondsAfter(this.clock.now(), -this.config.knownNetworkTtlSeconds);
  }

  private digestOf(userId: string, address: string): string | undefined {
    const network = networkOf(address);
    return network === undefined ? undefined : this.keys.digest(PURPOSE, `${userId} ${network}`);
  }
}

function isWithin(moment: Date | undefined, seconds: number, now: Date): boolean {
  return moment !== undefined && secondsAfter(moment, seconds) > now;
}
