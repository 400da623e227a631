import { type Allowance, memorySeconds } from './index.js';
import { MemoryCounters } from './memory-counters.js';
import { cutOut, heldBytes } from '../../../../test/support/held-bytes.js';
import { startRedis, type TestRedis, withoutRedis } from '../../../../test/support/redis-server.js';
import type { Claim, Taken } from './counters.js';
import { RedisCounters } from './redis-counters.js';
import type { Tally } from './allowance.js';

const NOON = Date.UTC(2030, 0, 1, 12);
const WINDOW: Allowance = { kind: 'window', points: 3, perSeconds: 60 };
const DELAY: Allowance = { kind: 'delay', points: 3, pauseSeconds: 2, ceilingSeconds: 15 };

interface Counters {
  take(claims: readonly Claim[], now: number): Promise<Taken | undefined> | Taken;
  giveBack(claims: readonly Claim[]): Promise<void> | void;
  forget(keys: readonly string[]): Promise<number | undefined> | number;
  look(keys: readonly string[], now: number): Promise<(Tally | undefined)[] | undefined> | (Tally | undefined)[];
}

interface Store {
  readonly counters: Counters;
  readonly end: () => Promise<void>;
}

async function inRedis(): Promise<Store> {
  const redis: TestRedis = await startRedis();
  const counters = new RedisCounters({ url: redis.url, timeoutMs: 5000 }, (key) => `digest of ${key}`);
  await counters.link.open();
  const end = async () => {
    counters.link.close();
    await redis.stop();
  };
  return { counters, end };
}

const STORES: [string, () => Promise<Store>][] = [
  ['memory', () => Promise.resolve({ counters: new MemoryCounters(), end: () => Promise.resolve() })],
  ...(withoutRedis() ? [] : [['Redis', inRedis] as [string, () => Promise<Store>]]),
];

describe.each(STORES)('counting in %s', (_, open) => {
  let store: Store;
  let now = NOON;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.end());
  beforeEach(() => {
    now = NOON;
  });

  /** 0 where the try is allowed, else for how many seconds it has to wait. */
  async function attempt(key: string, allowance: Allowance): Promise<number> {
    const taken = await store.counters.take([{ key, allowance }], now);
    if (!taken) throw new Error('the store did not answer');
    return taken.verdict.isAllowed ? 0 : taken.verdict.waitMs / 1000;
  }

  async function attempts(times: number, key: string, allowance: Allowance): Promise<number[]> {
    const waits: number[] = [];
    for (let index = 0; index < times; index++) waits.push(await attempt(key, allowance));
    return waits;
  }

  describe('a window', () => {
    it('allows what it allows, then says how long it still is', async () => {
      expect(await attempts(3, 'window', WINDOW)).toEqual([0, 0, 0]);
      now += 12_500;
      expect(await attempts(2, 'window', WINDOW)).toEqual([47.5, 47.5]);
    });

    it('begins with the first, ends on time, and is not lengthened by what it refuses', async () => {
      await attempts(4, 'ends', WINDOW);
      now += 59_999;
      expect(await attempt('ends', WINDOW)).toBe(0.001);
      now += 1;
      expect(await attempts(4, 'ends', WINDOW)).toEqual([0, 0, 0, 60]);
    });
  });

  describe('a delay', () => {
    it('lets the free ones through, then doubles the pause with each further one, up to the ceiling', async () => {
      expect(await attempts(4, 'delay', DELAY)).toEqual([0, 0, 0, 2]);
      const pauses: number[] = [];
      for (const pause of [2, 4, 8, 15, 15]) {
        now += pause * 1000 - 1;
        pauses.push(await attempt('delay', DELAY));
        now += 1;
        expect(await attempt('delay', DELAY)).toBe(0);
      }
      expect(pauses).toEqual([0.001, 0.001, 0.001, 0.001, 0.001]);
    });

    it('is not lengthened by what it refuses', async () => {
      expect(await attempts(50, 'refused', DELAY)).toEqual([0, 0, 0, ...Array<number>(47).fill(2)]);
      now += 2000;
      expect(await attempts(2, 'refused', DELAY)).toEqual([0, 4]);
    });

    it('is forgotten after a calm that yields no more tries than going on would', async () => {
      await attempts(3, 'calm', DELAY);
      now += 2000 + memorySeconds(DELAY) * 1000 - 1;
      expect(await attempts(2, 'calm', DELAY)).toEqual([0, 4]);
      now += 4000 + memorySeconds(DELAY) * 1000;
      expect(await attempts(4, 'calm', DELAY)).toEqual([0, 0, 0, 2]);
    });

    it('does not overflow', async () => {
      for (let index = 0; index < 100; index++) {
        await attempt('long', DELAY);
        now += 15_000;
      }
      expect(await attempts(2, 'long', DELAY)).toEqual([0, 15]);
    });
  });

  it('counts a try on all its keys or on none, and tells which makes it wait longest', async () => {
    const claims = [
      { key: 'all:window', allowance: WINDOW },
      { key: 'all:delay', allowance: DELAY },
    ];
    await attempts(3, 'all:delay', DELAY);
    const taken = await store.counters.take(claims, now);
    expect(taken?.verdict).toEqual({ isAllowed: false, place: 1, waitMs: 2000 });
    expect(await store.counters.look(['all:window'], now)).toEqual([undefined]);
    await attempts(3, 'all:window', WINDOW);
    expect((await store.counters.take(claims, now))?.verdict).toEqual({ isAllowed: false, place: 0, waitMs: 60_000 });
  });

  it('tells what is counted afterwards, and the same to whoever looks', async () => {
    const claims = [{ key: 'told', allowance: DELAY }];
    const endsAt = NOON + 45_000;
    expect((await store.counters.take(claims, now))?.tallies).toEqual([{ count: 1, opensAt: NOON, endsAt }]);
    expect(await store.counters.look(['told', 'untold'], now)).toEqual([
      { count: 1, opensAt: NOON, endsAt },
      undefined,
    ]);
  });

  it('counts each of those that come at the same moment', async () => {
    const waits = await Promise.all(Array.from({ length: 200 }, () => attempt('rush', DELAY)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
  });

  it('takes back one, and only one', async () => {
    await attempts(3, 'back', DELAY);
    await store.counters.giveBack([{ key: 'back', allowance: DELAY }]);
    expect(await attempts(2, 'back', DELAY)).toEqual([0, 2]);
    await store.counters.giveBack([{ key: 'never counted', allowance: DELAY }]);
    expect(await store.counters.look(['never counted'], now)).toEqual([undefined]);
  });

  it('forgets what it is told to, and how many there were', async () => {
    await attempts(3, 'forgotten', DELAY);
    expect(await store.counters.forget(['forgotten', 'never counted'])).toBe(1);
    expect(await attempts(2, 'forgotten', DELAY)).toEqual([0, 0]);
    expect(await store.counters.forget([])).toBe(0);
  });
});

describe('the memory of counters', () => {
  it('keeps no more keys than it may, and drops those counted longest ago', () => {
    const counters = new MemoryCounters(100);
    for (let index = 0; index < 1000; index++) counters.take([{ key: `flood ${index}`, allowance: WINDOW }], NOON);
    expect(counters.size).toBe(100);
    const [dropped, kept] = counters.look(['flood 899', 'flood 900'], NOON);
    expect([dropped, kept?.count]).toEqual([undefined, 1]);
  });

  it('drops what is over while it goes on counting', () => {
    const counters = new MemoryCounters();
    for (let index = 0; index < 500; index++) counters.take([{ key: `old ${index}`, allowance: WINDOW }], NOON);
    for (let index = 0; index < 500; index++)
      counters.take([{ key: `new ${index}`, allowance: WINDOW }], NOON + 60_000);
    expect(counters.size).toBeLessThanOrEqual(501);
  });

  it('keeps of a long text no more than the key that was cut from it', async () => {
    const counters = new MemoryCounters();
    const bytes = await heldBytes(() => {
      for (let index = 0; index < 1000; index++) {
        counters.take([{ key: `sign-in:account:${cutOut(`somebody-${index}@example.com`)}`, allowance: DELAY }], NOON);
      }
    });
    expect(bytes / counters.size).toBeLessThan(1000);
  });
});
