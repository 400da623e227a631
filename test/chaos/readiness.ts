import { setTimeout as sleep } from 'node:timers/promises';
import { exchange } from '../support/exchange.js';

const LOOK_EVERY_MS = 50;

/** Watches `/health/ready` as a load balancer would, only more often. */
export class Readiness {
  /** What the last look found; before the first, not ready. */
  isReady = false;
  /** Each time from the first answer that it is not ready to the next that it is, in seconds. */
  readonly spells: number[] = [];
  private isOver = false;
  private lostAt?: number;
  private readonly watching: Promise<void>;

  constructor(private readonly base: string) {
    this.watching = this.watch();
    // Told by `end`; a test that has failed before that must not leave a rejection behind when the service goes.
    this.watching.catch(() => undefined);
  }

  /** @throws Error where an answer was neither 200 nor 503, or none came */
  async end(): Promise<void> {
    this.isOver = true;
    await this.watching;
  }

  private async watch(): Promise<void> {
    while (!this.isOver) {
      const { status } = await exchange(`${this.base}/health/ready`, 'GET');
      if (status !== 200 && status !== 503) throw new Error(`/health/ready answered ${status}`);
      this.note(status === 200);
      await sleep(LOOK_EVERY_MS);
    }
  }

  private note(isReady: boolean): void {
    if (!isReady) this.lostAt ??= performance.now();
    else if (this.lostAt !== undefined) {
      this.spells.push((performance.now() - this.lostAt) / 1000);
      this.lostAt = undefined;
    }
    this.isReady = isReady;
  }
}
