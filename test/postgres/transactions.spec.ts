import type { TestingModule } from '@nestjs/testing';
import { Database, isUniqueViolation } from '#platform/database';
import { createEmptyDatabase, type TestDatabase } from '../support/databases.js';
import { Counter, startCounting } from './counters.js';

const counter = (id: string, count = 0): Counter => ({ id, count, resetAt: new Date('2030-01-01T12:00:00Z') });
const total = (count: number) => ({ entity: Counter, row: counter('total', count) });

describe('a transaction on PostgreSQL', () => {
  let files: TestDatabase;
  let app: TestingModule;
  let database: Database;

  beforeEach(async () => {
    files = await createEmptyDatabase();
    // All over one connection: what one transaction left open would be the next one's.
    app = await startCounting(files, { DATABASE_POOL_SIZE: '1' });
    database = app.get(Database);
  });

  afterEach(async () => {
    await app.close();
    await files.drop();
  });

  const counts = async () => {
    const counters = await database.repository(Counter).find({ order: { id: 'ASC' } });
    return counters.map(({ id, count }) => `${id} ${count}`);
  };

  it('ends with its work: kept, undone, or without having asked anything', async () => {
    await database.transaction(async () => undefined);
    await expect(database.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const undone = database.transaction(async () => {
      await database.insert(Counter, counter('a'));
      throw new Error('not after all');
    });
    await expect(undone).rejects.toThrow('not after all');
    await database.transaction(() => database.insert(Counter, counter('b')));
    expect(await counts()).toEqual(['b 0']);
  });

  it('takes in what goes through the ORM, which may be the first to ask', async () => {
    const undone = database.transaction(async () => {
      await database.repository(Counter).insert(counter('a'));
      await database.insert(Counter, counter('b'));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await database.transaction(async () => {
      await database.repository(Counter).insert(counter('c'));
      await database.repository(Counter).save(counter('d'));
    });
    expect(await counts()).toEqual(['c 0', 'd 0']);
  });

  it('shows what was put off to whatever is asked next, by either way', async () => {
    await database.transaction(async () => {
      await database.insertAllAndPut(Counter, [counter('a')], total(1));
      expect(await database.first(Counter, { id: 'a' })).toEqual(counter('a'));
      await database.insertAllAndPut(Counter, [counter('b'), counter('c')], total(3));
      expect(await counts()).toEqual(['a 0', 'b 0', 'c 0', 'total 3']);
      await database.insertAllAndPut(Counter, [], total(4));
    });
    expect(await counts()).toEqual(['a 0', 'b 0', 'c 0', 'total 4']);
  });

  it('changes what it holds by its end at the latest', async () => {
    await database.insert(Counter, counter('a'));
    await database.transaction(async () => {
      const held = await database.firstToChange(Counter, { id: 'a' });
      await database.changeHeld(Counter, { id: 'a' }, { count: (held?.count ?? 0) + 1 });
    });
    expect(await counts()).toEqual(['a 1']);
  });

  it('is undone, and says why, where what was put off to its end cannot be done', async () => {
    await database.insert(Counter, counter('a'));
    const effects: string[] = [];
    const failing = database.transaction(async () => {
      database.afterCommit(() => effects.push('kept'));
      await database.insert(Counter, counter('b'));
      await database.insertAllAndPut(Counter, [counter('a')], total(1));
    });
    expect(await failing.catch(isUniqueViolation)).toBe(true);
    expect([await counts(), effects]).toEqual([['a 0'], []]);
    await database.insertAllAndPut(Counter, [counter('c')], total(1));
    expect(await counts()).toEqual(['a 0', 'c 0', 'total 1']);
  });

  it('does not pass for kept where a statement has failed and nobody minded', async () => {
    await database.insert(Counter, counter('a'));
    const careless = database.transaction(async () => {
      await database.insert(Counter, counter('b'));
      await database.insert(Counter, counter('a')).catch(() => undefined);
    });
    await expect(careless).rejects.toThrow('A transaction was to be committed in which a statement had failed');
    expect(await counts()).toEqual(['a 0']);
  });

  it('goes on in good order after a statement that cannot even be prepared', async () => {
    const failing = database.transaction(() => database.manager.query('SELECT nothing FROM nowhere'));
    await expect(failing).rejects.toMatchObject({ driverError: { code: '42P01' } });
    await database.insert(Counter, counter('a'));
    expect(await counts()).toEqual(['a 0']);
  });
});

describe('reads outside of a transaction on PostgreSQL', () => {
  let files: TestDatabase;
  let app: TestingModule;
  let database: Database;

  beforeAll(async () => {
    files = await createEmptyDatabase();
    app = await startCounting(files, { DATABASE_POOL_SIZE: '1' });
    database = app.get(Database);
    await database.insertAll(
      Counter,
      Array.from({ length: 40 }, (_, count) => counter(`counter ${count}`, count)),
    );
  });

  afterAll(async () => {
    await app.close();
    await files.drop();
  });

  const countOf = async (place: number) => (await database.first(Counter, { id: `counter ${place}` }))?.count;

  it('are answered each with its own, however many ask at once', async () => {
    const places = Array.from({ length: 50 }, (_, place) => place);
    const expected = places.map((place) => (place < 40 ? place : undefined));
    expect(await Promise.all(places.map(countOf))).toEqual(expected);
  });

  it('fail alone', async () => {
    const outcomes = await Promise.allSettled([
      countOf(1),
      database.first(Counter, { count: 'many' as unknown as number }),
      countOf(2),
    ]);
    const refused = {
      status: 'rejected',
      reason: expect.objectContaining({ message: expect.stringContaining('many') }),
    };
    expect(outcomes).toEqual([{ status: 'fulfilled', value: 1 }, refused, { status: 'fulfilled', value: 2 }]);
    expect(await countOf(3)).toBe(3);
  });
});
