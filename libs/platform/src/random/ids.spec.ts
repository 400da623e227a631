import { Clock, secondsAfter } from '#platform/clock';
import { Ids, Random } from './index.js';

class HandClock extends Clock {
  moment = new Date('2030-01-01T12:00:00.000Z');

  override now(): Date {
    return this.moment;
  }
}

describe('Ids', () => {
  const clock = new HandClock();
  const ids = new Ids(clock, new Random());

  it('are UUIDs of version 7 that begin with the moment', () => {
    const id = ids.next();
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(clock.now().getTime());
  });

  it('sort by the order of their making, within a millisecond too, and never come twice', () => {
    const made: string[] = [];
    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 1000; count++) made.push(ids.next());
      clock.moment = secondsAfter(clock.moment, 0.001);
    }
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(3000);
  });

  it('of two processes differ at the same moment', () => {
    const other = new Ids(clock, new Random());
    const made = Array.from({ length: 1000 }, () => [ids.next(), other.next()]).flat();
    expect(new Set(made).size).toBe(2000);
  });
});

describe('Random', () => {
  const random = new Random();

  it('makes tokens of so many bytes, safe in an URL, and never twice', () => {
    expect(random.bytes(0)).toHaveLength(0);
    expect(random.token()).toMatch(/^[\w-]{43}$/);
    expect(random.token(16)).toMatch(/^[\w-]{22}$/);
    expect(new Set(Array.from({ length: 1000 }, () => random.token())).size).toBe(1000);
  });
});
