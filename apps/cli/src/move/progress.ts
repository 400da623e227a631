import type { Stopwatch } from '#platform/clock';
import type { MoveProgress } from '#platform/database';

const EVERY_MS = 1000;

type Print = (line: string) => void;

/**
 * Tells how far a move is: a line for each table that has been carried over and, where the work takes long, a line about
 * once a second.
 */
export function progressTo(print: Print, startStopwatch: () => Pick<Stopwatch, 'elapsedMs'>) {
  let sinceLast = startStopwatch();
  return (progress: MoveProgress): void => {
    const isTableDone = progress.step === 'moved' && progress.rows === progress.of;
    if (!isTableDone && sinceLast.elapsedMs() < EVERY_MS) return;
    sinceLast = startStopwatch();
    print(`${progress.table}: ${progress.rows} of ${progress.of} rows ${progress.step}`);
  };
}
