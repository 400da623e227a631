import { setTimeout } from 'node:timers/promises';

/** Before the end, a timer is asked for the next tick of the clock, again and again. */
const LAST_STEPS_MS = 4;

/** Measures how long something takes, by the monotonic clock; says nothing of the time of day. */
export class Stopwatch {
  private readonly startedAt = performance.now();

  elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /**
   * Returns at the first tick of the clock, which counts whole milliseconds, after `totalMs` have passed since the start;
   * at once if they have already. A single timer would ring by up to one millisecond sooner or later with how long
   * the work before it took, by fractions of one: enough to tell it from outside.
   */
  async until(totalMs: number): Promise<void> {
    const longest = Math.floor(totalMs - this.elapsedMs()) - LAST_STEPS_MS;
    if (longest > 0) await setTimeout(longest);
    while (this.elapsedMs() < totalMs) await setTimeout(1);
  }
}
