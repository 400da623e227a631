import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PASSWORD } from '../support/accounts.js';
import { CommandLine, failed, failedAsJson } from '../support/command-line.js';
import { createSqliteDatabase, type TestDatabase } from '../support/databases.js';
import { send } from '../support/http.js';
import { inThisProcess } from '../support/in-this-process.js';
import { ServiceProcess } from '../support/service-process.js';

const ADA = { email: 'ada@example.com', password: PASSWORD };

async function status(service: ServiceProcess, path: string, json: object): Promise<number> {
  return (await send(service.url, 'POST', `/api/v3/auth${path}`, { json })).status;
}

describe('rosetta backup', () => {
  let files: TestDatabase;
  let service: ServiceProcess;
  let rosetta: CommandLine;

  beforeAll(async () => {
    files = await createSqliteDatabase();
    service = await ServiceProcess.start({}, { database: files });
    rosetta = new CommandLine(service.directory, { DATA_DIR: '.' }, inThisProcess);
    await status(service, '/signup', ADA);
  });
  afterAll(async () => {
    await service.end();
    await files.drop();
  });

  it('copies the database while the service runs, and what is put back lets the same people in', async () => {
    const copied = await rosetta.asProcess().json<{ file: string; bytes: number }>('backup', 'copy.db');
    const bob = { email: 'bob@example.com', password: PASSWORD };
    await status(service, '/signup', bob);
    await service.stop();
    renameSync(join(service.directory, 'copy.db'), join(service.directory, 'rosetta.db'));
    for (const beside of ['rosetta.db-wal', 'rosetta.db-shm']) rmSync(join(service.directory, beside), { force: true });
    await service.launch();

    expect(copied).toEqual({ file: 'copy.db', bytes: expect.any(Number) });
    expect(await status(service, '/login', ADA)).toBe(200);
    expect(await status(service, '/login', bob)).toBe(401);
    expect(await rosetta.json('audit', 'verify')).toMatchObject({ isWhole: true });
  });

  it('overwrites nothing', async () => {
    await rosetta.run('backup', 'once.db');
    const message = 'There is a file once.db already.';
    const fix = 'Name a new one.';

    expect(await rosetta.run('backup', 'once.db')).toEqual(failed(1, `${message} ${fix}`));
    expect(await rosetta.run('backup', 'once.db', '--json')).toEqual(
      failedAsJson(1, { code: 'file_exists', message, fix }),
    );
  });

  it('says that a folder is missing, and leaves nothing behind', async () => {
    expect(await rosetta.run('backup', 'nowhere/copy.db')).toMatchObject({ exitCode: 1, stdout: '' });
    expect(existsSync(join(service.directory, 'nowhere'))).toBe(false);
  });

  it('makes no database where there is none', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'rosetta-empty-'));

    expect(await new CommandLine(empty, {}, inThisProcess).run('backup', 'copy.db')).toMatchObject({
      exitCode: 2,
      stdout: '',
    });
    expect(existsSync(join(empty, 'copy.db'))).toBe(false);
    rmSync(empty, { recursive: true });
  });
});
