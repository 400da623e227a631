import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE_MS } from './patience.mjs';

const LOOK_EVERY_MS = 50;

/** Waits for what other processes bring about. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  deadlineMs = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not in time: ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}
