import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exchange } from '../support/exchange.js';
import { startTestApp } from '../support/test-app.js';

const WRITER = join(import.meta.dirname, '../../dist/apps/identity/src/documents/write.js');

describe('npm run openapi', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rosetta-openapi-'));
    // What would have to be there for a service to start is left out: the documents depend on none of it.
    await promisify(execFile)(process.execPath, [WRITER], { cwd: directory, env: {} });
  });

  afterAll(() => rm(directory, { recursive: true }));

  it('writes what the service serves', async () => {
    const app = await startTestApp();
    const { body: listings } = await exchange(`${app.url}/openapi`, 'GET');
    for (const { name, json, yaml } of listings as { name: string; json: string; yaml: string }[]) {
      const served = [await fetch(`${app.url}${json}`), await fetch(`${app.url}${yaml}`)];
      const written = ['json', 'yaml'].map((format) => join(directory, 'dist/openapi', `${name}.${format}`));

      expect(await Promise.all(written.map((file) => readFile(file, 'utf8')))).toEqual(
        await Promise.all(served.map((response) => response.text())),
      );
    }
    await app.close();
  });

  it('opens no database, makes no key and leaves nothing else behind', async () => {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name, parentPath }) => join(parentPath, name));

    expect(files).toHaveLength(16);
    expect(files.every((file) => file.startsWith(join(directory, 'dist/openapi/')))).toBe(true);
  });
});
