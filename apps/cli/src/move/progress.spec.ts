import type { MoveProgress } from '#platform/database';
import { progressTo } from './progress.js';

describe('progressTo', () => {
  let nowMs: number;
  let lines: string[];
  let tell: (progress: MoveProgress) => void;

  beforeEach(() => {
    nowMs = 0;
    lines = [];
    const startStopwatch = () => {
      const startedAt = nowMs;
      return { elapsedMs: () => nowMs - startedAt };
    };
    tell = progressTo((line) => lines.push(line), startStopwatch);
  });

  const at = (ms: number, step: MoveProgress['step'], rows: number) => {
    nowMs = ms;
    tell({ step, table: 'users', rows, of: 2000 });
  };

  it('tells of every table that has been carried over, however quick it was', () => {
    at(1, 'moved', 2000);
    at(2, 'moved', 2000);
    expect(lines).toEqual(['users: 2000 of 2000 rows moved', 'users: 2000 of 2000 rows moved']);
  });

  it('tells of one on the way once a second', () => {
    at(999, 'moved', 500);
    at(1000, 'moved', 1000);
    at(1999, 'moved', 1500);
    at(2000, 'moved', 1600);
    expect(lines).toEqual(['users: 1000 of 2000 rows moved', 'users: 1600 of 2000 rows moved']);
  });

  it('tells of comparing only where it takes long', () => {
    at(10, 'compared', 2000);
    at(1010, 'compared', 2000);
    expect(lines).toEqual(['users: 2000 of 2000 rows compared']);
  });
});
