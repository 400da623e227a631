import { RateCounter } from './index.js';

describe('RateCounter', () => {
  const counter = new RateCounter();

  it('allows what is allowed, then says how long to wait', async () => {
    for (let hit = 0; hit < 3; hit++) expect(await counter.hit('a', 3, 60)).toMatchObject({ isAllowed: true });
    const refusal = await counter.hit('a', 3, 60);
    expect(refusal.isAllowed).toBe(false);
    expect(refusal.retryAfterSeconds).toBeGreaterThan(55);
    expect(refusal.retryAfterSeconds).toBeLessThanOrEqual(60);
  });

  it('does not let hits past the allowance lengthen the wait', async () => {
    const waits: number[] = [];
    for (let hit = 0; hit < 200; hit++) waits.push((await counter.hit('b', 1, 60)).retryAfterSeconds);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60);
  });

  it('counts every key for itself', async () => {
    await counter.hit('c', 1, 60);
    expect(await counter.hit('d', 1, 60)).toMatchObject({ isAllowed: true });
    expect(await counter.hit('c', 1, 60)).toMatchObject({ isAllowed: false });
  });

  it('takes back one, and only one', async () => {
    await counter.hit('e', 1, 60);
    await counter.giveBack('e', 1, 60);
    expect(await counter.hit('e', 1, 60)).toMatchObject({ isAllowed: true });
    expect(await counter.hit('e', 1, 60)).toMatchObject({ isAllowed: false });
  });

  it('counts each of those that come at the same moment', async () => {
    const hits = await Promise.all(Array.from({ length: 50 }, () => counter.hit('f', 20, 60)));
    expect(hits.filter(({ isAllowed }) => isAllowed)).toHaveLength(20);
  });
});
