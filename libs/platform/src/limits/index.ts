export { type Allowance, type Delay, memorySeconds, type Tally, waitMs, type Window } from './allowance.js';
export type { Claim, Verdict } from './counters.js';
export { WorkerCounters } from './primary-counters.js';
export { RateCounter } from './rate-counter.js';
export { RateCounterModule } from './rate-counter.module.js';
export { type RedisConfig, redisSection } from './redis.config.js';
