import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#platform/clock';
import { KeyRing } from '#platform/crypto';
import type { Tally } from './allowance.js';
import type { Claim, Taken, Verdict } from './counters.js';
import { MemoryCounters } from './memory-counters.js';
import { RedisCounters } from './redis-counters.js';
import { type RedisConfig, redisSection } from './redis.config.js';

const PURPOSE = 'limits/key';

/**
 * Counts tries under keys. In Redis where that is configured and answers, for all processes together; else
 * in the memory of this process, which keeps a copy of whatever Redis said last, so that its loss hands
 * nobody a new allowance.
 */
@Injectable()
export class RateCounter implements OnModuleInit, OnModuleDestroy {
  private readonly memory = new MemoryCounters();
  private readonly redis: RedisCounters | undefined;

  constructor(
    @Inject(redisSection.token) { url, timeoutMs }: RedisConfig,
    private readonly clock: Clock,
    keys: KeyRing,
  ) {
    this.redis = url === undefined ? undefined : new RedisCounters(url, timeoutMs, (key) => keys.digest(PURPOSE, key));
  }

  async onModuleInit(): Promise<void> {
    await this.redis?.link.open();
  }

  onModuleDestroy(): void {
    this.redis?.link.close();
  }

  /** Whether other processes count along at this moment. */
  get isShared(): boolean {
    return this.redis?.link.isUp === true;
  }

  /** How often Redis was lost since the start. */
  get outages(): number {
    return this.redis?.link.outages ?? 0;
  }

  /** Counts one on every key in one step, or on none if any of them has to wait. */
  async take(claims: readonly Claim[]): Promise<Verdict> {
    const now = this.clock.now().getTime();
    const taken: Taken | undefined = await this.redis?.take(claims, now);
    if (!taken) return this.memory.take(claims, now).verdict;
    this.memory.keep(claims, taken.tallies, now);
    return taken.verdict;
  }

  /** Takes one back on every key, as if it had not happened. */
  async giveBack(claims: readonly Claim[]): Promise<void> {
    this.memory.giveBack(claims);
    await this.redis?.giveBack(claims);
  }

  /** Forgets what was counted under the keys, and tells under how many of them something was. */
  async forget(keys: readonly string[]): Promise<number> {
    const here = this.memory.forget(keys);
    return (await this.redis?.forget(keys)) ?? here;
  }

  /** What is counted under each of the keys; nothing is changed by looking. */
  async look(keys: readonly string[]): Promise<(Tally | undefined)[]> {
    const now = this.clock.now().getTime();
    return (await this.redis?.look(keys, now)) ?? this.memory.look(keys, now);
  }
}
