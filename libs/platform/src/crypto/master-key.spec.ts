import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, type Environment, readConfiguration } from '#platform/config';
import { Random } from '#platform/random';
import { type CryptoConfig, cryptoSection } from './crypto.config.js';
import { loadMasterKey } from './master-key.js';

const KEY = Buffer.from('0123456789abcdef0123456789abcdef');

let directory: string;
let file: string;

function configOf(environment: Environment): CryptoConfig {
  const configuration = readConfiguration([cryptoSection], { DATA_DIR: directory, ...environment });
  return configuration.get(cryptoSection.token) as CryptoConfig;
}

function load(environment: Environment = {}, random = new Random()): Buffer {
  return loadMasterKey(configOf(environment), random);
}

function faultsOf(environment: Environment): readonly string[] {
  try {
    configOf(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
  }
  throw new Error('expected a ConfigurationError');
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-key-'));
  file = join(directory, 'master.key');
});

afterEach(() => rmSync(directory, { recursive: true }));

describe('the master key', () => {
  it('is made at the first start, for its owner alone, and the same ever after', () => {
    const made = load();
    expect(made).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe(`${made.toString('base64')}\n`);
    expect(load()).toEqual(made);
    expect(readdirSync(directory)).toEqual(['master.key']);
  });

  it('is made in a data directory that is not there yet, which is closed to others', () => {
    const deep = join(directory, 'a', 'b');
    load({ DATA_DIR: deep });
    expect(statSync(deep).mode & 0o777).toBe(0o700);
  });

  it('is one and the same for two processes that start at the same moment', () => {
    let made: Buffer | undefined;
    class Overtaken extends Random {
      override bytes(count: number): Buffer {
        made ??= load();
        return super.bytes(count);
      }
    }
    const found = load({}, new Overtaken());
    expect(found).toEqual(made);
    expect(readdirSync(directory)).toEqual(['master.key']);
  });

  it('is made although an earlier start was cut short under the same process id', () => {
    writeFileSync(`${file}.${process.pid}`, 'half');
    expect(load()).toHaveLength(32);
  });

  it('is taken as given, before any file', () => {
    writeFileSync(file, 'not looked at');
    expect(load({ MASTER_KEY: KEY.toString('base64') })).toEqual(KEY);
    expect(load({ MASTER_KEY: KEY.toString('base64url') })).toEqual(KEY);
  });

  it('is read from the file that is named, in production too', () => {
    const named = join(directory, 'secret');
    writeFileSync(named, `${KEY.toString('base64')}\n`);
    expect(load({ NODE_ENV: 'production', MASTER_KEY_FILE: named })).toEqual(KEY);
  });

  it('is never made up in production', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([
      'MASTER_KEY: required in production (or MASTER_KEY_FILE); make one with: openssl rand -base64 32',
    ]);
    const missing = { NODE_ENV: 'production', MASTER_KEY_FILE: file };
    expect(() => load(missing)).toThrow(`MASTER_KEY_FILE: there is no file ${file}`);
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each(['short', KEY.subarray(1).toString('base64'), 'ü'.repeat(60), `${KEY.toString('base64')} x`])(
    'is refused as %p, by a message that does not repeat it',
    (text) => {
      const fault = 'MASTER_KEY: expected 32 random bytes as base64, e.g. from: openssl rand -base64 32';
      expect(faultsOf({ MASTER_KEY: text })).toEqual([fault]);
      writeFileSync(file, text);
      expect(() => load()).toThrow(new Error(`${file}: expected 32 random bytes as base64`));
    },
  );

  it('is not replaced when its file cannot be read', () => {
    mkdirSync(file);
    expect(() => load()).toThrow('EISDIR');
  });
});
