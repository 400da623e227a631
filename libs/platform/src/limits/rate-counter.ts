import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#platform/clock';
import { KeyRing } from '#platform/crypto';
import { PrimaryLink } from '#platform/workers';
import type { Tally } from './allowance.js';
import type { Claim, SharedCounters, Taken, Verdict } from './counters.js';
import { MemoryCounters } from './memory-counters.js';
import { PrimaryCounters } from './primary-counters.js';
import type { RedisCounters } from './redis-counters.js';
import { type RedisConfig, redisSection } from './redis.config.js';

const PURPOSE = 'limits/key';

/**
 * Counts tries under keys. In Redis where that is configured and answers, for all processes together; by the primary
 * for its workers where it is not; else in the memory of this process, which keeps a copy of whatever was said last by
 * those who count for all, so that their loss hands nobody a new allowance.
 */
@Injectable()
export class RateCounter implements OnModuleInit, OnModuleDestroy {
  private readonly memory = new MemoryCounters();
  private redis?: RedisCounters;
  private shared: SharedCounters | undefined;

  constructor(
    @Inject(redisSection.token) private readonly config: RedisConfig,
    private readonly clock: Clock,
    private readonly keys: KeyRing,
    private readonly primary: PrimaryLink,
  ) {
    if (config.url === undefined && primary.isThere) this.shared = new PrimaryCounters(primary);
  }

  async onModuleInit(): Promise<void> {
    const { url, ...more } = this.config;
    if (url === undefined) return;
    // Takes long to load, and most do without.
    const { RedisCounters } = await import('./redis-counters.js');
    this.redis = new RedisCounters({ url, ...more }, (key) => this.keys.digest(PURPOSE, key));
    this.shared = this.redis;
    await this.redis.link.open();
  }

  onModuleDestroy(): void {
    this.redis?.link.close();
  }

  /** Whether other processes count along at this moment. */
  get isShared(): boolean {
    return this.redis ? this.redis.link.isUp : this.primary.isThere;
  }

  /** How often Redis was lost since the start. */
  get outages(): number {
    return this.redis?.link.outages ?? 0;
  }

  /** Counts one on every key in one step, or on none if any of them has to wait. */
  async take(claims: readonly Claim[]): Promise<Verdict> {
    const now = this.clock.now().getTime();
    const taken: Taken | undefined = await this.shared?.take(claims, now);
    if (!taken) return this.memory.take(claims, now).verdict;
    this.memory.keep(claims, taken.tallies, now);
    return taken.verdict;
  }

  /** Takes one back on every key, as if it had not happened. */
  async giveBack(claims: readonly Claim[]): Promise<void> {
    this.memory.giveBack(claims);
    await this.shared?.giveBack(claims);
  }

  /** Forgets what was counted under the keys, and tells under how many of them something was. */
  async forget(keys: readonly string[]): Promise<number> {
    const here = this.memory.forget(keys);
    return (await this.shared?.forget(keys)) ?? here;
  }

  /** What is counted under each of the keys; nothing is changed by looking. */
  async look(keys: readonly string[]): Promise<(Tally | undefined)[]> {
    const now = this.clock.now().getTime();
    return (await this.shared?.look(keys, now)) ?? this.memory.look(keys, now);
  }
}
