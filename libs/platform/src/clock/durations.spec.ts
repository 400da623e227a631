import { earlierOf, epochSeconds, secondsAfter } from './index.js';

const NOON = new Date('2030-01-01T12:00:00.999Z');

describe('durations', () => {
  it('reach forwards and backwards, and leave the moment they start from alone', () => {
    expect(secondsAfter(NOON, 1.5)).toEqual(new Date('2030-01-01T12:00:02.499Z'));
    expect(secondsAfter(NOON, -86_400)).toEqual(new Date('2029-12-31T12:00:00.999Z'));
    expect(NOON).toEqual(new Date('2030-01-01T12:00:00.999Z'));
  });

  it('are whole seconds since the epoch where JWTs count them', () => {
    expect(epochSeconds(NOON)).toBe(1_893_499_200);
    expect(epochSeconds(new Date(-1))).toBe(-1);
  });

  it('know which of two moments comes first', () => {
    const later = secondsAfter(NOON, 1);
    expect([earlierOf(NOON, later), earlierOf(later, NOON), earlierOf(NOON, NOON)]).toEqual([NOON, NOON, NOON]);
  });
});
