import { Logger } from '@nestjs/common';
import { type Sweep, Sweeper, Sweeps } from './index.js';

/** So many rows that are over, and what was asked for them. */
class FakeRows implements Sweep {
  readonly limits: number[] = [];

  constructor(
    readonly name: string,
    private left: number,
  ) {}

  removeSome(limit: number): Promise<number> {
    this.limits.push(limit);
    const removed = Math.min(limit, this.left);
    this.left -= removed;
    return Promise.resolve(removed);
  }
}

const broken: Sweep = { name: 'broken', removeSome: () => Promise.reject(new Error('disk full')) };

function sweeperOf(...sweeps: Sweep[]): Sweeper {
  const all = new Sweeps();
  all.add(...sweeps);
  return new Sweeper(all);
}

describe('the sweeper', () => {
  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['error']));

  it('takes few rows at once, until none is left', async () => {
    const [many, none] = [new FakeRows('many', 250), new FakeRows('none', 0)];
    await sweeperOf(many, none).sweep();
    expect(many.limits).toEqual([100, 100, 100]);
    expect(none.limits).toEqual([100]);
  });

  it('goes on with the others where one kind cannot be removed, and tries that one again the next time', async () => {
    const rows = new FakeRows('rows', 3);
    const sweeper = sweeperOf(broken, rows);
    await sweeper.sweep();
    await sweeper.sweep();
    expect(rows.limits).toEqual([100, 100]);
  });

  it('is at it once, however often it is called', async () => {
    const rows = new FakeRows('rows', 150);
    const sweeper = sweeperOf(rows);
    await Promise.all([sweeper.sweep(), sweeper.sweep(), sweeper.sweep()]);
    expect(rows.limits).toEqual([100, 100]);
  });

  it('stops after the batch in hand when the application does', async () => {
    const rows = new FakeRows('rows', 10_000);
    const sweeper = sweeperOf(rows);
    const sweeping = sweeper.sweep();
    await sweeper.beforeApplicationShutdown();
    await sweeping;
    expect(rows.limits).toEqual([100]);
  });
});
