import { setTimeout } from 'node:timers/promises';

/** Measures how long something takes, by the monotonic clock; says nothing of the time of day. */
export class Stopwatch {
  private readonly startedAt = performance.now();

  elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** Returns once at least `totalMs` have passed since the start; at once if they have already. */
  async until(totalMs: number): Promise<void> {
    // A timer counts whole milliseconds and may ring a little early.
    while (this.elapsedMs() < totalMs) await setTimeout(Math.ceil(totalMs - this.elapsedMs()));
  }
}
