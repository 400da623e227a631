import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine, done, failed } from '../support/command-line.js';
import { inThisProcess } from '../support/in-this-process.js';

const FRESH = { isChanged: true, resealed: 2, unreadable: [] };

let directory: string;
let rosetta: CommandLine;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-master-key-'));
  rosetta = new CommandLine(directory, {}, inThisProcess);
  await rosetta.run('key', 'rotate');
});

afterEach(() => rmSync(directory, { recursive: true }));

describe('rosetta master-key change', () => {
  it('makes the new key in a file for its owner alone, and the database is under it', async () => {
    expect(await rosetta.asProcess().json('master-key', 'change', 'new.key')).toMatchObject(FRESH);
    expect(statSync(join(directory, 'new.key')).mode & 0o777).toBe(0o600);
    expect(await rosetta.run('audit', 'verify')).toMatchObject({ exitCode: 2, stdout: '' });
    const renewed = rosetta.with({ MASTER_KEY_FILE: 'new.key' });
    expect(await renewed.run('audit', 'verify')).toMatchObject({ exitCode: 0 });
    expect(await renewed.run('key', 'rotate')).toMatchObject({ exitCode: 0 });
  });

  it('takes a key that is there, and says what to do next', async () => {
    writeFileSync(join(directory, 'given.key'), Buffer.alloc(32, 7).toString('base64'));
    const next = 'Start the service with MASTER_KEY_FILE=given.key.';
    const first = await rosetta.run('master-key', 'change', 'given.key');
    expect(first).toEqual(done(`Changed; 2 values were sealed anew. ${next}`));
    const second = await rosetta.run('master-key', 'change', 'given.key');
    expect(second).toEqual(done(`Changed before; 0 values were sealed anew. ${next}`));
    const key = readFileSync(join(directory, 'data/master.key'), 'utf8').trim();
    for (const { stdout, stderr } of [first, second]) expect(stdout + stderr).not.toContain(key);
  });

  it('is refused where the database is under another key, and is not undone by that', async () => {
    const stranger = rosetta.with({ MASTER_KEY: Buffer.alloc(32, 9).toString('base64') });
    expect(await stranger.run('master-key', 'change', 'new.key')).toEqual(
      failed(
        1,
        'The database is under neither the configured master key nor the one in the file. Set MASTER_KEY or MASTER_KEY_FILE to the one it is under.',
      ),
    );
    expect(await rosetta.run('audit', 'verify')).toMatchObject({ exitCode: 0 });
  });

  it('makes no database and no key where there is none', async () => {
    const nowhere = rosetta.with({ DATA_DIR: 'elsewhere' });
    expect(await nowhere.run('master-key', 'change', 'new.key')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
