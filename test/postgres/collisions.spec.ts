import { AsyncResource } from 'node:async_hooks';
import type { TestingModule } from '@nestjs/testing';
import { Not } from 'typeorm';
import { Database } from '#platform/database';
import { createEmptyDatabase, type TestDatabase } from '../support/databases.js';
import { until } from '../support/until.js';
import { Counter, startCounting } from './counters.js';

const LONG_AGO = new Date('2030-01-01T12:00:00Z');
const TODAY = new Date('2030-02-01T12:00:00Z');

/** As from another request: in no transaction. */
const elsewhere = new AsyncResource('elsewhere');
const outside = <T>(work: () => Promise<T>): Promise<T> => elsewhere.runInAsyncScope(work);

/** Returns once it was asked by so many; whoever comes after them is not kept waiting. */
function meetingOf(count: number): () => Promise<void> {
  let open: () => void = () => undefined;
  let missing = count;
  const isComplete = new Promise<void>((resolve) => (open = resolve));
  return () => {
    if (--missing <= 0) open();
    return isComplete;
  };
}

describe('transactions that collide on PostgreSQL', () => {
  let files: TestDatabase;
  let app: TestingModule;
  let database: Database;

  beforeEach(async () => {
    files = await createEmptyDatabase();
    await start();
    for (const id of ['a', 'b']) await database.insert(Counter, { id, count: 0, resetAt: LONG_AGO });
  });

  afterEach(async () => {
    await app.close();
    await files.drop();
  });

  async function start(): Promise<void> {
    app = await startCounting(files);
    database = app.get(Database);
  }

  /** From now on no transaction sees what others have committed since it began. */
  async function isolateTransactions(): Promise<void> {
    const [here] = await database.manager.query<{ name: string }[]>('SELECT current_database() AS name');
    await database.manager.query(`ALTER DATABASE ${here?.name} SET default_transaction_isolation = 'repeatable read'`);
    await app.close();
    await start();
  }

  const increment = async (id: string): Promise<void> => {
    const { count } = (await database.first(Counter, { id })) ?? { count: Number.NaN };
    await database.update(Counter, { id }, { count: count + 1 });
  };
  /** In one step: whoever tries again may read before the one that it collided with has committed. */
  const add = (id: string) => database.manager.query('UPDATE counters SET count = count + 1 WHERE id = $1', [id]);
  /** Until a statement has come as far as a row that the transaction in progress holds. */
  const untilWaitedFor = () =>
    until(async () => {
      const waiting: unknown[] = await database.manager.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'",
      );
      return waiting.length > 0;
    }, 'somebody waits for this transaction');
  const counts = async () => {
    const counters = await database.repository(Counter).find({ order: { id: 'ASC' } });
    return counters.map(({ id, count }) => `${id} ${count}`);
  };

  it('in a deadlock are done both, the one that is chosen to end it from its beginning', async () => {
    const eachHasOne = meetingOf(2);
    const [tries, effects]: [string[], string[]] = [[], []];
    const incrementBoth = (first: string, second: string) =>
      database.transaction(async () => {
        tries.push(first);
        database.afterCommit(() => effects.push(first));
        await add(first);
        await eachHasOne();
        await add(second);
      });

    await Promise.all([incrementBoth('a', 'b'), incrementBoth('b', 'a')]);

    expect(tries).toHaveLength(3);
    expect(effects.sort()).toEqual(['a', 'b']);
    expect(await counts()).toEqual(['a 2', 'b 2']);
  });

  it('where each has read what the other is changing are done one after the other', async () => {
    await isolateTransactions();
    const bothHaveRead = meetingOf(2);
    let tries = 0;
    const incrementOnceRead = () =>
      database.transaction(async () => {
        tries++;
        const { count } = (await database.first(Counter, { id: 'a' })) ?? { count: Number.NaN };
        await bothHaveRead();
        await database.update(Counter, { id: 'a' }, { count: count + 1 });
      });

    await Promise.all([incrementOnceRead(), incrementOnceRead()]);

    expect(tries).toBe(3);
    expect(await counts()).toEqual(['a 2', 'b 0']);
  });

  it('are given up after four tries, with the reason, and nothing of them is left', async () => {
    await isolateTransactions();
    let tries = 0;
    const overtaken = database.transaction(async () => {
      tries++;
      await increment('b');
      await database.first(Counter, { id: 'a' });
      await outside(() => increment('a'));
      await increment('a');
    });

    await expect(overtaken).rejects.toMatchObject({ driverError: { code: '40001' } });
    expect(tries).toBe(4);
    expect(await counts()).toEqual(['a 4', 'b 0']);
  });

  it.each(['update', 'remove'] as const)('%s what their condition names, at the second try as well', async (verb) => {
    await isolateTransactions();
    await database.insert(Counter, { id: 'c', count: 0, resetAt: TODAY });
    const where = { resetAt: Not(TODAY) };
    let reached: Promise<number> | undefined;
    await database.transaction(async () => {
      await increment('a');
      reached = outside(() =>
        verb === 'update' ? database.update(Counter, where, { count: 7 }) : database.remove(Counter, where),
      );
      await outside(untilWaitedFor);
    });

    expect(await reached).toBe(2);
    expect(await counts()).toEqual(verb === 'update' ? ['a 7', 'b 7', 'c 0'] : ['c 0']);
  });
});
