import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface CountedHit {
  readonly isAllowed: boolean;
  /** At least 1. */
  readonly retryAfterSeconds: number;
}

/** Counts how often something happens under a key within a window of time. In memory, for one process. */
@Injectable()
export class RateCounter {
  private readonly limiters = new Map<string, RateLimiterMemory>();

  /** Counts one. The window begins with the first hit; hits past the allowance do not lengthen it. */
  async hit(key: string, points: number, perSeconds: number): Promise<CountedHit> {
    try {
      await this.limiter(points, perSeconds).consume(key);
      return { isAllowed: true, retryAfterSeconds: 1 };
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return { isAllowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
    }
  }

  /** Takes one back, as if it had not happened. */
  async giveBack(key: string, points: number, perSeconds: number): Promise<void> {
    await this.limiter(points, perSeconds).reward(key);
  }

  private limiter(points: number, duration: number): RateLimiterMemory {
    const name = `${points}/${duration}`;
    const known = this.limiters.get(name);
    if (known) return known;
    const made = new RateLimiterMemory({ keyPrefix: name, points, duration });
    this.limiters.set(name, made);
    return made;
  }
}
