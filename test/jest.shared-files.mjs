import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder for what all test files of one run share; `TEST_SHARED_DIR` names it. */
export default function makeSharedFiles() {
  process.env.TEST_SHARED_DIR = mkdtempSync(join(tmpdir(), 'rosetta-tests-'));
}

/** Removes it with everything in it. */
export function removeSharedFiles() {
  const directory = process.env.TEST_SHARED_DIR;
  if (directory !== undefined) rmSync(directory, { recursive: true });
}
