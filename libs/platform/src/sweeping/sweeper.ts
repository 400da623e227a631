import { setTimeout } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type Sweep, Sweeps } from './sweeps.js';

const LOOK_EVERY_MS = 60_000;

/** So few that those who write meanwhile wait for milliseconds, and then have their turn. */
const ROWS_AT_ONCE = 100;
const PAUSE_MS = 100;

/**
 * Removes what is over, once a minute, in small batches with pauses in between. Processes over one database may do
 * so at the same time: each takes other rows.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Sweeper');
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private isStopped = false;

  constructor(private readonly sweeps: Sweeps) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), LOOK_EVERY_MS).unref();
  }

  /** Lets the batch in hand be finished; the rest waits for the next start, or for another process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.round;
  }

  /** Returns once all that was over is gone, but for what could not be removed. While it is at it, a second call joins. */
  async sweep(): Promise<void> {
    this.round ??= this.goRound().finally(() => (this.round = undefined));
    await this.round;
  }

  private async goRound(): Promise<void> {
    for (const sweep of this.sweeps.all) {
      try {
        const removed = await this.removeAll(sweep);
        if (removed > 0) this.logger.log({ event: 'sweep.done', rows: sweep.name, removed });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.logger.error({ event: 'sweep.failed', rows: sweep.name, reason });
      }
    }
  }

  private async removeAll(sweep: Sweep): Promise<number> {
    let removed = 0;
    while (!this.isStopped) {
      const some = await sweep.removeSome(ROWS_AT_ONCE);
      removed += some;
      if (some < ROWS_AT_ONCE) break;
      await setTimeout(PAUSE_MS);
    }
    return removed;
  }
}
