import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Random } from '#platform/random';
import { type CryptoConfig, decodeMasterKey } from './crypto.config.js';

/**
 * The one secret that every other key of the service is derived from. Outside production a missing
 * key file is made, readable by its owner alone; a second process that starts at the same moment
 * finds and uses the same one.
 *
 * @throws Error when the file is missing in production, or does not hold a key
 */
export function loadMasterKey(config: CryptoConfig, random: Random): Buffer {
  if (config.masterKey) return mustDecode(config.masterKey, 'MASTER_KEY');
  const kept = readIfPresent(config.masterKeyFile);
  if (kept !== undefined) return mustDecode(kept, config.masterKeyFile);
  if (!config.mayCreateMasterKey) {
    throw new Error(`MASTER_KEY_FILE: there is no file ${config.masterKeyFile}`);
  }
  const draft = `${config.masterKeyFile}.${random.token(9)}`;
  createOnce(config.masterKeyFile, draft, `${random.bytes(32).toString('base64')}\n`);
  return mustDecode(readFileSync(config.masterKeyFile, 'utf8'), config.masterKeyFile);
}

function mustDecode(encoded: string, source: string): Buffer {
  const key = decodeMasterKey(encoded);
  if (!key) throw new Error(`${source}: expected 32 random bytes as base64`);
  return key;
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Whole or not at all: the name appears only once the content is complete (link fails if it exists).
 * The draft has a name of its own, for in containers every process may well have the same id.
 */
function createOnce(file: string, draft: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Object && 'code' in error && error.code === code;
}
