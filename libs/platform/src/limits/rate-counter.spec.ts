import { setTimeout } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { KeyRing } from '#platform/crypto';
import { PrimaryLink } from '#platform/workers';
import { readConfiguration } from '#platform/config';
import { Certificates } from '../../../../test/support/certificates.js';
import { HeldClock } from '../../../../test/support/held-clock.js';
import {
  describeWithRedis,
  startRedis,
  startSecureRedis,
  type TestRedis,
} from '../../../../test/support/redis-server.js';
import { type Allowance, RateCounter, type RedisConfig, redisSection } from './index.js';

const KEYS = new KeyRing(Buffer.alloc(32, 7));
const THREE: Allowance = { kind: 'delay', points: 3, pauseSeconds: 60, ceilingSeconds: 600 };

/** As patient as can be, so that a busy machine is not taken for a Redis that stalls. */
const configured = (url?: string, caFile?: string) =>
  readConfiguration([redisSection], { REDIS_URL: url, REDIS_CA_FILE: caFile, REDIS_TIMEOUT_MS: '5000' }).get(
    redisSection.token,
  ) as RedisConfig;

const clock = new HeldClock();
const open: RateCounter[] = [];

async function counterAt(url?: string, caFile?: string): Promise<RateCounter> {
  const counter = new RateCounter(configured(url, caFile), clock, KEYS, new PrimaryLink());
  open.push(counter);
  await counter.onModuleInit();
  return counter;
}

afterEach(() => {
  for (const counter of open.splice(0)) counter.onModuleDestroy();
  jest.restoreAllMocks();
});

const allowed = async (counter: RateCounter, key = 'ada') =>
  (await counter.take([{ key, allowance: THREE }])).isAllowed;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await setTimeout(20);
}

describe('the configuration of Redis', () => {
  it.each([
    [{}, { url: undefined, caFile: undefined, timeoutMs: 250 }],
    [{ REDIS_URL: 'redis://localhost' }, { url: 'redis://localhost', caFile: undefined, timeoutMs: 250 }],
    [
      { REDIS_URL: 'rediss://user:secret@redis.example.com:6380/2', REDIS_CA_FILE: 'ca.pem', REDIS_TIMEOUT_MS: '100' },
      { url: 'rediss://user:secret@redis.example.com:6380/2', caFile: 'ca.pem', timeoutMs: 100 },
    ],
  ])('of %j', (environment, expected) => {
    expect(readConfiguration([redisSection], environment).get(redisSection.token)).toEqual(expected);
  });

  it.each([
    [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL: expected an absolute URL starting with redis:// or rediss://'],
    [{ REDIS_URL: 'http://localhost' }, 'REDIS_URL: expected an absolute URL starting with redis:// or rediss://'],
    [{ REDIS_URL: 'redis://localhost/limits' }, 'REDIS_URL: the path must be the number of a database'],
    [
      { REDIS_URL: 'redis://localhost', REDIS_CA_FILE: 'ca.pem' },
      'REDIS_CA_FILE: vouches for nobody without TLS: set REDIS_URL to rediss://',
    ],
    [{ REDIS_TIMEOUT_MS: '0' }, 'REDIS_TIMEOUT_MS: expected a whole number from 10 to 5000'],
  ])('names what is wrong with %j', (environment, fault) => {
    expect(() => readConfiguration([redisSection], environment)).toThrow(fault);
  });
});

describe('without Redis', () => {
  it('a process counts by itself', async () => {
    const [one, other] = [await counterAt(), await counterAt()];
    for (let count = 0; count < 3; count++) expect(await allowed(one)).toBe(true);
    expect([await allowed(one), await allowed(other), one.isShared, one.outages]).toEqual([false, true, false, 0]);
  });

  it('that is configured, a process starts, says so once, and counts by itself', async () => {
    const loud = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const counter = await counterAt('redis://127.0.0.1:1');
    for (let count = 0; count < 3; count++) expect(await allowed(counter)).toBe(true);
    expect([await allowed(counter), counter.isShared, counter.outages]).toEqual([false, false, 1]);
    expect(loud.mock.calls).toEqual([[expect.objectContaining({ event: 'redis_lost' })]]);
  });
});

describeWithRedis('with Redis', () => {
  let redis: TestRedis;
  let loud: jest.SpiedFunction<typeof Logger.prototype.error>;
  let relieved: jest.SpiedFunction<typeof Logger.prototype.warn>;

  beforeEach(async () => {
    redis = await startRedis();
    loud = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    relieved = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => redis.stop());

  it('processes share one allowance, exactly, and what is forgotten in one is in all', async () => {
    const [one, other] = [await counterAt(redis.url), await counterAt(redis.url)];
    const tries = Array.from({ length: 100 }, (_, index) => allowed(index % 2 === 0 ? one : other));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(3);
    expect(await one.forget(['ada'])).toBe(1);
    expect([await allowed(other), (await one.look(['ada']))[0]?.count, other.isShared]).toEqual([true, 1, true]);
    expect(loud).not.toHaveBeenCalled();
  });

  it('that stalls, nobody waits but those it kept waiting, nobody gets more, and all is shared again after it', async () => {
    const counter = await counterAt(redis.url);
    for (let count = 0; count < 3; count++) await allowed(counter);
    redis.pause();
    const during = await Promise.all(Array.from({ length: 20 }, () => allowed(counter)));
    expect(during).toEqual(Array(20).fill(false));
    expect(await allowed(counter, 'eve')).toBe(true);
    expect([counter.isShared, counter.outages, loud.mock.calls.length]).toEqual([false, 1, 1]);
    redis.goOn();
    await until(() => counter.isShared);
    expect([await allowed(counter), relieved.mock.calls.length]).toEqual([false, 1]);
  });

  it('that dies, each process goes on with what it knows, and finds it again when it is back', async () => {
    const counter = await counterAt(redis.url);
    for (let count = 0; count < 3; count++) await allowed(counter);
    await redis.kill();
    expect([await allowed(counter), await allowed(counter, 'eve')]).toEqual([false, true]);
    expect([counter.isShared, counter.outages, loud.mock.calls.length]).toEqual([false, 1, 1]);
    await redis.restart();
    await until(() => counter.isShared);
    expect([await allowed(counter), counter.outages, relieved.mock.calls.length]).toEqual([true, 1, 1]);
  });

  it('that cannot write is not relied upon, and the log says why', async () => {
    const readOnly = await startRedis('--maxmemory', '1', '--maxmemory-policy', 'noeviction');
    const counter = await counterAt(readOnly.url);
    expect([counter.isShared, await allowed(counter)]).toEqual([false, true]);
    expect(loud.mock.calls).toEqual([[expect.objectContaining({ reason: expect.stringContaining('OOM') })]]);
    await readOnly.stop();
  });

  it('that asks for a password, it is given that of the URL, and a wrong one is named', async () => {
    const guarded = await startRedis('--requirepass', 'secret');
    const url = (password: string) => guarded.url.replace('redis://', `redis://:${password}@`);
    expect((await counterAt(url('secret'))).isShared).toBe(true);
    expect((await counterAt(url('wrong'))).isShared).toBe(false);
    expect(loud.mock.calls).toEqual([[expect.objectContaining({ reason: expect.stringContaining('WRONGPASS') })]]);
    await guarded.stop();
  });

  it('neither names nor addresses lie there', async () => {
    const counter = await counterAt(redis.url);
    await allowed(counter, 'sign-in:pair:192.0.2.1 ada@example.com');
    const { createClient } = await import('@redis/client');
    const client = createClient({ url: redis.url });
    await client.connect();
    const [key, ...others] = (await client.keys('*')).filter(
      (name) => !name.endsWith(KEYS.digest('limits/key', 'probe')),
    );
    client.destroy();
    expect([key, others]).toEqual([expect.stringMatching(/^rosetta:limits:[\w-]{43}$/), []]);
  });

  describe('over TLS', () => {
    let certificates: Certificates;
    let secure: TestRedis;

    beforeAll(() => {
      certificates = Certificates.make();
    });
    afterAll(() => {
      certificates.remove();
    });
    beforeEach(async () => {
      secure = await startSecureRedis(certificates.server);
    });
    afterEach(() => secure.stop());

    it('is relied upon where the named authority vouches for it', async () => {
      const [one, other] = [
        await counterAt(secure.url, certificates.caFile),
        await counterAt(secure.url, certificates.caFile),
      ];
      for (let count = 0; count < 3; count++) expect(await allowed(one)).toBe(true);
      expect([await allowed(other), one.isShared, other.isShared]).toEqual([false, true, true]);
      expect(loud).not.toHaveBeenCalled();
    });

    it.each([
      [
        'another authority does',
        () => certificates.otherCaFile,
        /^unable to verify the first certificate$|self-signed/,
      ],
      ['only one that nobody knows does', () => undefined, /^unable to verify the first certificate$|self-signed/],
    ])('is not relied upon where %s, and the log says why', async (_, caFile, reason) => {
      const counter = await counterAt(secure.url, caFile());
      expect([counter.isShared, await allowed(counter)]).toEqual([false, true]);
      expect(loud.mock.calls).toEqual([
        [expect.objectContaining({ event: 'redis_lost', reason: expect.stringMatching(reason) })],
      ]);
    });

    it('is not relied upon under a name that its certificate does not bear', async () => {
      const counter = await counterAt(secure.url.replace('localhost', '127.0.0.1'), certificates.caFile);
      expect(counter.isShared).toBe(false);
      expect(loud.mock.calls).toEqual([
        [expect.objectContaining({ reason: expect.stringContaining("does not match certificate's altnames") })],
      ]);
    });
  });
});
