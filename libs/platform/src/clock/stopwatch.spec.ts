import { Stopwatch } from './index.js';

describe('Stopwatch', () => {
  it('returns when the time has passed, and never before', async () => {
    for (const totalMs of [0.5, 1, 1.9, 2.1, 3.7, 5]) {
      const stopwatch = new Stopwatch();
      await stopwatch.until(totalMs);
      expect(stopwatch.elapsedMs()).toBeGreaterThanOrEqual(totalMs);
    }
  });

  it('does not wait for what has passed already', async () => {
    const stopwatch = new Stopwatch();
    await stopwatch.until(2);
    let hasTurned = false;
    setImmediate(() => (hasTurned = true));
    for (const totalMs of [1, 0, -1]) await stopwatch.until(totalMs);
    expect(hasTurned).toBe(false);
  });
});
