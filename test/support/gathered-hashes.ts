import { jest } from '@jest/globals';
import { HashPool } from '#platform/crypto';
import type { TestApp } from './test-app.js';

/** Once it is computed, nothing is left of what the start of a service has begun. */
const LAST_OF_THE_OTHERS = { kind: 'bcrypt-hash', password: '', cost: 4 } as const;

/**
 * Has the next so many hashes begun at the same moment, once all of them are asked for: how many find a place then is
 * no matter of how quickly requests come in.
 */
export function gatherHashes({ nest }: TestApp, count: number): void {
  const pool = nest.get(HashPool, { strict: false });
  const run = pool.run.bind(pool);
  let missing = count;
  let begin: () => void = () => undefined;
  const areAllThere = new Promise<void>((resolve) => (begin = resolve));
  const spy = jest.spyOn(pool, 'run').mockImplementation(async (task, behalf) => {
    missing -= 1;
    if (missing === 0) {
      spy.mockRestore();
      await run(LAST_OF_THE_OTHERS);
      begin();
    }
    await areAllThere;
    return run(task, behalf);
  });
}
