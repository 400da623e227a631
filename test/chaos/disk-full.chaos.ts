import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { allClients } from '../support/clients/index.js';
import { createSqliteDatabase, type TestDatabase } from '../support/databases.js';
import type { Tokens } from '../support/dialect-client.js';
import { ServiceProcess } from '../support/service-process.js';
import { say } from './engines.js';
import { halvesOfAccounts, integrityFaults } from './integrity.js';

const PASSWORD = 'correct horse battery';

/** No file of that process grows past that many bytes: a write then fails as it does on a full disk. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  const { status } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  if (status !== 0) throw new Error('prlimit (util-linux) is needed to fill a disk');
}

describe('the embedded database on a disk that is full', () => {
  let database: TestDatabase;
  let service: ServiceProcess;

  beforeAll(async () => {
    database = await createSqliteDatabase();
    service = await ServiceProcess.start({ LOG_LEVEL: 'silent' }, { database });
  });

  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const signUps = allClientsOf(() => service.url);

  it('is told as 503 in the words of each dialect, loses nothing, and goes on where there is room again', async () => {
    const kept = ['kept-cadenza@example.com'];
    expect(await signUps.cadenza('kept-cadenza@example.com')).toBe(200);

    const tokens = await signUps.tokensOf('kept-cadenza@example.com');

    const log = join(database.environment.DATA_DIR, 'rosetta.db-wal');
    limitFiles(service.pid, statSync(log).size + 500_000);
    let full = 0;
    for (let count = 0; full < 12; count++) {
      const email = `person-${count}@example.com`;
      const status = await signUps.through(count, email);
      if (status === 503) full++;
      else kept.push(email);
    }
    say(`disk full: ${kept.length} sign-ups acknowledged, then ${full} answered 503`);
    expect(kept.length).toBeGreaterThan(1);
    expect(tokens && (await signUps.use(tokens))).toBe(200);

    limitFiles(service.pid, 'unlimited');
    expect(await signUps.cadenza('after@example.com')).toBe(200);
    for (const email of kept) expect(await signUps.signIn(email)).toBe(200);
    await service.restart();
    for (const email of kept) expect(await signUps.signIn(email)).toBe(200);
    expect(await halvesOfAccounts(database)).toEqual([]);
    expect(await integrityFaults(database)).toEqual([]);
  });
});

/** Sign-ups by turns; every answer is held against the document of its dialect. */
function allClientsOf(url: () => string) {
  const named = (name: string) => allClients(url()).find((client) => client.name === name);
  const turns = ['cadenza', 'gravscale', 'nap', 'authservice'];
  const through = async (turn: number, email: string) =>
    (await named(turns[turn % turns.length] ?? '')?.signUp?.({ email, password: PASSWORD })) ?? 0;
  return {
    through,
    cadenza: (email: string) => through(0, email),
    tokensOf: (email: string) => named('cadenza')?.signIn({ email, password: PASSWORD }),
    use: (tokens: Tokens) => named('cadenza')?.use?.(tokens),
    signIn: (email: string) => named('gravscale')?.trySignIn({ email, password: PASSWORD }),
  };
}
