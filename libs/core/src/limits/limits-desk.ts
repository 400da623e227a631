import { Inject, Injectable } from '@nestjs/common';
import { AuditService } from '#core/audit';
import type { Cause } from '#core/kernel';
import { RateCounter, waitMs } from '#platform/limits';
import { Clock } from '#platform/clock';
import { claimsOf, type ScopedClaim } from './claims.js';
import { type LimitsConfig, limitsSection } from './limits.config.js';
import { LIMITED_ACTIONS, type LimitedAction, type LimitScope } from './rules.js';

/** Whose limits are looked at: by everything the account is called at a door, and by addresses of clients. */
export interface LimitSubject {
  /** The account's id, the keys of its e-mail address and user name, the id of its client credentials. */
  readonly accounts: readonly string[];
  readonly addresses: readonly string[];
}

/** One allowance of which something is spent. */
export interface LimitState {
  readonly action: LimitedAction;
  readonly key: LimitScope;
  readonly account?: string;
  readonly address?: string;
  readonly count: number;
  readonly points: number;
  /** 0 while the next try is welcome. */
  readonly waitSeconds: number;
}

interface Spot extends ScopedClaim {
  readonly about: Pick<LimitState, 'action' | 'account' | 'address'>;
}

/** Where an administrator sees what is limited, and lifts it. */
@Injectable()
export class LimitsDesk {
  constructor(
    @Inject(limitsSection.token) private readonly config: LimitsConfig,
    private readonly counter: RateCounter,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** What is counted at this moment under the keys of the subject, those of both together included. */
  async look(subject: LimitSubject): Promise<LimitState[]> {
    const spots = this.spotsOf(subject);
    const tallies = await this.counter.look(spots.map(({ key }) => key));
    const now = this.clock.now().getTime();
    return spots.flatMap(({ scope, allowance, about }, place) => {
      const tally = tallies[place];
      if (!tally) return [];
      const waitSeconds = Math.ceil(waitMs(tally, allowance, now) / 1000);
      return [{ ...about, key: scope, count: tally.count, points: allowance.points, waitSeconds }];
    });
  }

  /** Forgets all that is counted there, puts that on record, and tells how many allowances are whole again. */
  async lift(subject: LimitSubject, cause: Cause, accountId?: string): Promise<number> {
    const lifted = await this.counter.forget(this.spotsOf(subject).map(({ key }) => key));
    await this.audit.record({ kind: 'admin.limits_lifted', cause, accountId, details: { lifted: String(lifted) } });
    return lifted;
  }

  private spotsOf({ accounts, addresses }: LimitSubject): Spot[] {
    const parties = [
      ...addresses.map((address) => ({ address })),
      ...accounts.map((account) => ({ account })),
      ...accounts.flatMap((account) => addresses.map((address) => ({ address, account }))),
    ];
    const spots = LIMITED_ACTIONS.flatMap((action) =>
      parties.flatMap((party) => {
        const wanted: LimitScope = !('account' in party) ? 'address' : 'address' in party ? 'pair' : 'account';
        const claims = claimsOf(action, this.config.rules[action], party);
        return claims
          .filter(({ scope }) => scope === wanted)
          .map((claim) => ({ ...claim, about: { action, ...party } }));
      }),
    );
    return [...new Map(spots.map((spot) => [spot.key, spot])).values()];
  }
}
