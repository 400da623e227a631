import { jest } from '@jest/globals';
import type { Worker } from 'node:worker_threads';
import { HashInputError, HashPool, HashQueueFullError, type HashTask } from './index.js';

/** Takes some tenths of a second, so that what is asked meanwhile has to wait. */
const SLOW = { kind: 'pbkdf2', password: 'p', salt: 'c2FsdA==', iterations: 400_000, keyLength: 64, digest: 'sha512' };
const slow = SLOW as Extract<HashTask, { kind: 'pbkdf2' }>;
const quick = { ...slow, iterations: 1 };

/** What the pool holds, for a look from outside. */
interface Insides {
  readonly busy: Map<Worker, unknown>;
  readonly idle: Worker[];
}

let pool: HashPool;

function poolOf(workers: number, queueLimit = 64): Insides {
  pool = new HashPool({ workers, queueLimit });
  return pool as unknown as Insides;
}

afterEach(async () => {
  jest.restoreAllMocks();
  await pool.onApplicationShutdown();
});

describe('HashPool', () => {
  it('computes in as many threads as configured, and no more', async () => {
    const insides = poolOf(2);
    const threads: number[] = [];
    const tasks = Array.from({ length: 8 }, async () => {
      await pool.run(quick);
      threads.push(insides.busy.size + insides.idle.length);
    });
    expect(insides.busy.size).toBe(2);
    await Promise.all(tasks);
    expect(Math.max(...threads)).toBe(2);
    expect(insides.busy.size).toBe(0);
  });

  it('leaves the thread that asks free meanwhile', async () => {
    const insides = poolOf(1);
    await pool.run(quick);
    const [thread] = insides.idle;
    if (!thread) throw new Error('there is no thread');
    const handOver = thread.postMessage.bind(thread);
    const handed: unknown[] = [];
    jest.spyOn(thread, 'postMessage').mockImplementation((task) => handed.push(task));
    let isDone = false;
    const hash = pool.run(quick).then(() => (isDone = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect([isDone, handed]).toEqual([false, [quick]]);
    handOver(quick);
    await hash;
  });

  it('serves those who wait in the order of their coming', async () => {
    poolOf(1);
    const served: number[] = [];
    await Promise.all([1, 2, 3, 4].map((place) => pool.run(quick).then(() => served.push(place))));
    expect(served).toEqual([1, 2, 3, 4]);
  });

  it('refuses at once what its queue does not hold, says when to come back, and then takes it', async () => {
    poolOf(1, 2);
    const accepted = [pool.run(slow), pool.run(quick), pool.run(quick)];
    const refusal = await pool.run(quick).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(HashQueueFullError);
    expect((refusal as HashQueueFullError).retryAfterSeconds).toBe(1);
    await Promise.all(accepted);
    await expect(pool.run(quick)).resolves.toEqual(expect.any(String));
  });

  it('gives a place up to a party that has fewer waiting', async () => {
    poolOf(1, 2);
    const working = pool.run(slow, { parties: ['a'] });
    const [second, third] = [pool.run(quick, { parties: ['a'] }), pool.run(quick, { parties: ['a'] })];
    const other = pool.run(quick, { parties: ['b'] });
    await expect(third).rejects.toThrow(new HashQueueFullError(1));
    await expect(Promise.all([working, second, other])).resolves.toHaveLength(3);
  });

  it('tells how long a hash was computed for, without the wait for its turn', async () => {
    poolOf(1);
    let now = 1000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const spent: number[] = [];
    const telling = { onComputed: (milliseconds: number) => spent.push(milliseconds) };
    const [first, second] = [pool.run(slow, telling), pool.run(quick, telling)];
    now += 300;
    await first;
    now += 7;
    await second;
    expect(spent).toEqual([300, 7]);
  });

  it('tells a longer wait where more is waiting', async () => {
    poolOf(1, 12);
    const accepted = Array.from({ length: 13 }, () => pool.run(quick));
    await expect(pool.run(quick)).rejects.toMatchObject({ retryAfterSeconds: 3 });
    await Promise.all(accepted);
  });

  it('passes on what an algorithm refuses, and goes on with the same thread', async () => {
    const insides = poolOf(1);
    const refused = pool.run({ kind: 'argon2-verify', password: 'p', hash: '$argon2id$nonsense' });
    await expect(refused).rejects.toThrow(HashInputError);
    const [thread] = insides.idle;
    await expect(pool.run({ kind: 'bcrypt-hash', password: 'p', cost: 4 })).resolves.toMatch(/^\$2b\$04\$/);
    expect(insides.idle).toEqual([thread]);
  });

  it('gives up the hash whose thread dies, and computes the others in a new one', async () => {
    const insides = poolOf(1);
    const lost = pool.run(slow);
    const next = pool.run(quick);
    const dying = [...insides.busy.keys()];
    await Promise.all([expect(lost).rejects.toThrow('A hashing thread ended'), dying[0]?.terminate()]);
    await expect(next).resolves.toEqual(expect.any(String));
    expect(insides.idle).toHaveLength(1);
    expect(insides.idle).not.toEqual(dying);
  });

  it('is none the worse for a thread that dies while idle', async () => {
    const insides = poolOf(1);
    await pool.run(quick);
    await insides.idle[0]?.terminate();
    await expect(pool.run(quick)).resolves.toEqual(expect.any(String));
  });

  it('finishes what it computes when the application stops, and leaves nobody waiting', async () => {
    poolOf(1);
    const working = pool.run(slow);
    const waiting = pool.run(quick);
    await Promise.all([
      expect(working).resolves.toEqual(expect.any(String)),
      expect(waiting).rejects.toThrow('Password hashing has stopped'),
      pool.onApplicationShutdown(),
    ]);
    await expect(pool.run(quick)).rejects.toThrow('Password hashing has stopped');
  });

  it('keeps the process alive until a thread has ended that answers at that very moment', async () => {
    const insides = poolOf(1);
    await pool.run(quick);
    const [thread] = insides.idle;
    if (!thread) throw new Error('there is no thread');
    const released = jest.spyOn(thread, 'unref');
    const answer = pool.run(quick);
    const stopped = pool.onApplicationShutdown();
    thread.emit('message', { value: 'just in time' });
    await stopped;

    expect(await answer).toBe('just in time');
    expect(released).not.toHaveBeenCalled();
  });

  it('ends its threads by asking them, for one that is cut off while it loads bcrypt takes the process with it', async () => {
    const insides = poolOf(1);
    const answer = pool.run(quick);
    const [loading] = [...insides.busy.keys()];
    if (!loading) throw new Error('there is no thread');
    const cutOff = jest.spyOn(loading, 'terminate');
    const exits: unknown[] = [];
    loading.once('exit', (code) => exits.push(code));
    await pool.onApplicationShutdown();

    expect(await answer).toEqual(expect.any(String));
    expect([exits, cutOff.mock.calls]).toEqual([[0], []]);
  });
});
