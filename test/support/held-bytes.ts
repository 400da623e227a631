import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LONG = 10_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** How many bytes of the heap are held after the work that were not before it; whatever is garbage is collected. */
export async function heldBytes(work: () => unknown): Promise<number> {
  const before = heapUsed();
  await work();
  return heapUsed() - before;
}

/** The text as texts come out of requests: cut out of one of ten thousand characters. Below 13 characters V8 copies it. */
export function cutOut(text: string): string {
  return `${'x'.repeat(LONG)}${text}`.slice(LONG);
}

function heapUsed(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
