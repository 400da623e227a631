import { Inject, Injectable } from '@nestjs/common';
import { RateCounter } from '#platform/limits';
import { LimitExceeded } from './errors.js';
import { type LimitsConfig, limitsSection } from './limits.config.js';
import { type Allowance, type LimitedAction, type Rule, RULES } from './rules.js';

/** Whose tries are counted. An unknown address is counted by account alone, never as one big client. */
export interface LimitedParty {
  readonly address?: string | undefined;
  /** What the account is called in the request, whether it exists or not. */
  readonly account?: string;
}

interface Count {
  readonly scope: keyof Rule;
  readonly key: string;
  readonly allowance: Allowance;
}

/** Counts tries before they are made. */
@Injectable()
export class Limits {
  private readonly rules: Readonly<Record<LimitedAction, Rule>>;

  constructor(
    @Inject(limitsSection.token) config: LimitsConfig,
    private readonly counter: RateCounter,
  ) {
    this.rules = RULES[config.profile];
  }

  /**
   * Counts one try on every key it falls under.
   *
   * @returns what gives the try back on the keys that an owner would miss, for one that succeeded
   * @throws LimitExceeded
   */
  async spend(action: LimitedAction, party: LimitedParty): Promise<() => Promise<void>> {
    const counts = countsOf(action, this.rules[action], party);
    for (const { scope, key, allowance } of counts) {
      const { isAllowed, retryAfterSeconds } = await this.counter.hit(key, allowance.points, allowance.perSeconds);
      if (!isAllowed) throw new LimitExceeded(action, scope, retryAfterSeconds);
    }
    return async () => {
      for (const { scope, key, allowance } of counts) {
        if (scope !== 'address') await this.counter.giveBack(key, allowance.points, allowance.perSeconds);
      }
    };
  }
}

function countsOf(action: LimitedAction, rule: Rule, { address, account }: LimitedParty): Count[] {
  const candidates = [
    address !== undefined && { scope: 'address' as const, value: address, allowance: rule.address },
    account !== undefined && { scope: 'account' as const, value: account, allowance: rule.account },
    address !== undefined &&
      account !== undefined && { scope: 'pair' as const, value: `${address} ${account}`, allowance: rule.pair },
  ];
  return candidates.flatMap((candidate) =>
    candidate !== false && candidate.allowance
      ? [
          {
            scope: candidate.scope,
            key: `${action}:${candidate.scope}:${candidate.value}`,
            allowance: candidate.allowance,
          },
        ]
      : [],
  );
}
