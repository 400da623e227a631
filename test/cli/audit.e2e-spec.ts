import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { CommandLine, done, failed, failedAsJson } from '../support/command-line.js';
import { inThisProcess } from '../support/in-this-process.js';

let directory: string;
let rosetta: CommandLine;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-audit-'));
  rosetta = new CommandLine(directory, {}, inThisProcess);
  await rosetta.run('key', 'rotate');
  await rosetta.run('key', 'rotate');
});

afterAll(() => rmSync(directory, { recursive: true }));

interface Whole {
  readonly isWhole: true;
  readonly events: number;
  readonly head: string;
}

function behindItsBack(sql: string): void {
  const database = new Sqlite(join(directory, 'data/rosetta.db'));
  database.exec(sql);
  database.close();
}

const head = async () => (await rosetta.json<Whole>('audit', 'verify')).head;

describe('rosetta audit verify', () => {
  it('tells that the log is whole, and its head to be noted', async () => {
    const verdict = await rosetta.json<Whole>('audit', 'verify');
    expect(verdict).toEqual({ isWhole: true, events: 4, head: expect.stringMatching(/^4\.[\w-]{43}$/) });
    expect(await rosetta.asProcess().run('audit', 'verify')).toEqual(done(`whole: 4 events, head ${verdict.head}`));
  });

  it('finds a noted head on the way, and an older state that was put back', async () => {
    const noted = await head();
    expect(await rosetta.run('audit', 'verify', noted)).toMatchObject({ exitCode: 0 });
    const other = noted.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(await rosetta.run('audit', 'verify', other)).toEqual({
      ...done('rewound at 4: the head that was noted is not on the way: an older state was put back'),
      exitCode: 1,
    });
  });

  it('takes nothing else for a head', async () => {
    const fix = 'Add --help to see how it is written.';
    const message = 'That is no head as it was printed, such as 123.q9Z….';
    expect(await rosetta.run('audit', 'verify', '3')).toEqual(failed(2, `${message} ${fix}`));
    expect(await rosetta.run('audit', 'verify', '3', '--json')).toEqual(
      failedAsJson(2, { code: 'usage', message, fix }),
    );
  });

  it('finds a row altered behind the back of the service', async () => {
    behindItsBack(`UPDATE audit_events SET actor = 'nobody' WHERE sequence = 2`);
    const verdict = {
      isWhole: false,
      fault: 'altered',
      sequence: 2,
      eventId: expect.any(String),
      reason: 'its hash does not fit its content',
    };
    const { exitCode, stdout, stderr } = await rosetta.run('audit', 'verify', '--json');
    expect([exitCode, stderr, JSON.parse(stdout)]).toEqual([1, '', verdict]);
    expect(await rosetta.run('audit', 'verify')).toEqual({
      exitCode: 1,
      stdout: expect.stringMatching(/^altered at 2 \([\w-]{36}\): its hash does not fit its content\n$/),
      stderr: '',
    });
  });

  it('finds a row removed', async () => {
    behindItsBack('DELETE FROM audit_events WHERE sequence = 2');
    expect(await rosetta.asProcess().run('audit', 'verify')).toEqual({
      ...done('missing at 2: the next row is 3'),
      exitCode: 1,
    });
  });

  it('makes nothing where there is nothing to look at', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'rosetta-audit-'));
    const outcome = await new CommandLine(elsewhere, {}, inThisProcess).run('audit', 'verify');
    expect(outcome).toEqual(
      failed(2, 'There is no database data/rosetta.db. Name the right DATA_DIR, or make one: npm start.'),
    );
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(elsewhere, { recursive: true });
  });

  it('does not look with another key than the one it was written with', async () => {
    const MASTER_KEY = Buffer.alloc(32, 1).toString('base64');
    expect(await rosetta.with({ MASTER_KEY }).run('audit', 'verify')).toEqual(
      failed(
        2,
        'The configured master key is not the one that this database is under. Give the MASTER_KEY or MASTER_KEY_FILE that the database was used with.',
      ),
    );
  });
});
