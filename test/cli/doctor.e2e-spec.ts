import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { CommandLine, type Outcome } from '../support/command-line.js';
import { inThisProcess } from '../support/in-this-process.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

/** A service that runs as it should, as far as its variables go. */
const WELL = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://id.example.com',
  TRUST_PROXY: '1',
  SMTP_URL: 'smtps://mail.example.com',
  MAIL_FROM: 'Rosetta <no-reply@example.com>',
  MASTER_KEY: KEY,
  BCRYPT_COST: '12',
};

interface Report {
  readonly isSafe: boolean;
  readonly isComplete: boolean;
  readonly findings: readonly { check: string; severity: string; message: string; fix: string }[];
}

let directory: string;
let rosetta: CommandLine;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-doctor-'));
  rosetta = new CommandLine(directory, WELL, inThisProcess);
  const create = ['user', 'create', '--username', 'ada', '--role', 'superadmin', '--password-stdin'];
  await rosetta.fed('a walrus reads the evening paper', ...create);
  chmodSync(join(directory, 'data'), 0o700);
});

afterAll(() => rmSync(directory, { recursive: true }));

function read({ stdout, stderr }: Outcome): Report {
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Report;
}

/** What it finds in that environment, in short. */
async function examined(environment: Readonly<Record<string, string>>, ...more: string[]) {
  return inShort(await rosetta.with(environment).run('doctor', '--json', ...more));
}

function inShort(outcome: Outcome) {
  return [outcome.exitCode, read(outcome).findings.map(({ check, severity }) => `${severity} ${check}`)];
}

function behindItsBack(sql: string): void {
  const database = new Sqlite(join(directory, 'data/rosetta.db'));
  database.exec(sql);
  database.close();
}

describe('rosetta doctor', () => {
  it('has nothing to say where all is well', async () => {
    expect(await rosetta.asProcess().run('doctor')).toEqual({
      exitCode: 0,
      stdout: 'All is well: nothing was found that has to be seen to.\n',
      stderr: '',
    });
    expect(read(await rosetta.run('doctor', '--json'))).toEqual({ isSafe: true, isComplete: true, findings: [] });
  });

  it('says of each finding what to do, for people and for programs', async () => {
    const message = 'LIMITS is lax: passwords can be guessed at a laptop’s pace.';
    const fix = 'Leave LIMITS out, or set it to strict.';
    const lax = rosetta.with({ LIMITS: 'lax' });
    expect(await lax.run('doctor')).toEqual({
      exitCode: 1,
      stdout: `UNSAFE  ${message}\n        ${fix}\n`,
      stderr: '',
    });
    const findings = [{ check: 'limits_lax', severity: 'unsafe', message, fix }];
    expect(read(await lax.run('doctor', '--json'))).toEqual({ isSafe: false, isComplete: true, findings });
  });

  it.each<[string, Record<string, string>, string]>([
    ['an address without TLS', { PUBLIC_URL: 'http://id.example.com' }, 'public_url_http'],
    ['no trust in the proxy that there must be', { TRUST_PROXY: '' }, 'trust_proxy_unset'],
    ['trust in everybody', { TRUST_PROXY: '0.0.0.0/0' }, 'trust_proxy_anybody'],
    ['mail without TLS', { SMTP_URL: 'smtp://mail.example.com' }, 'smtp_without_tls'],
    ['mail from nowhere', { MAIL_FROM: 'no-reply@localhost' }, 'mail_from_local'],
    ['roles for anybody', { SELF_REGISTRATION_ROLES: 'user,superadmin' }, 'registration_roles'],
    ['another master key', { MASTER_KEY: Buffer.alloc(32, 8).toString('base64') }, 'master_key_wrong'],
  ])('finds %s', async (_, environment, check) => {
    const [exitCode, findings] = await examined(environment);
    expect([exitCode, findings]).toEqual([1, expect.arrayContaining([`unsafe ${check}`])]);
  });

  it('notes what is a matter of judgement, and ends well', async () => {
    const short = { BCRYPT_COST: '10', ACCESS_TOKEN_TTL: '2d', AUDIT_RETENTION: '7d' };
    expect(await examined(short)).toEqual([0, ['note bcrypt_cost', 'note access_token_ttl', 'note audit_retention']]);
  });

  it('judges a laptop as one, and as production when told to', async () => {
    const laptop = { NODE_ENV: 'development', PUBLIC_URL: '', SMTP_URL: '', TRUST_PROXY: '', LIMITS: 'lax' };
    expect(await examined(laptop)).toEqual([0, []]);
    const exposed = await examined({ ...laptop, HOST: '0.0.0.0' });
    expect(exposed).toEqual([1, ['unsafe mailbox_open']]);
    expect(await examined(laptop, '--production')).toEqual([
      2,
      ['unsafe configuration', 'unsafe configuration', 'unseen rest'],
    ]);
  });

  it('finds files that others may use', async () => {
    const file = join(directory, 'master.key');
    writeFileSync(file, KEY);
    chmodSync(file, 0o644);
    writeFileSync(join(directory, '.env'), `MASTER_KEY=${KEY}\n`);
    chmodSync(join(directory, '.env'), 0o644);
    const findings = ['unsafe master_key_mode', 'unsafe env_file_mode'];
    const given = { MASTER_KEY: '', MASTER_KEY_FILE: file };
    const withFile = rosetta.with(given).asProcess();
    expect(inShort(await withFile.run('doctor', '--json'))).toEqual([1, findings]);
    chmodSync(file, 0o600);
    rmSync(join(directory, '.env'));
    expect(await examined(given)).toEqual([0, []]);
  });

  it('finds mails that do not leave, and keys that are too old', async () => {
    behindItsBack(
      `INSERT INTO outbox_messages (id, sealed, status, attempts, due_at, created_at) VALUES ('m', 'x', 'queued', 3, 1, 1)`,
    );
    behindItsBack('UPDATE signing_keys SET created_at = 1');
    expect(await examined({})).toEqual([1, ['unsafe signing_key_old', 'unsafe outbox_stuck']]);
    behindItsBack(`DELETE FROM outbox_messages`);
    await rosetta.run('key', 'rotate');
    expect(await examined({})).toEqual([0, []]);
  });

  it('finds that nobody may look after the others', async () => {
    behindItsBack(`UPDATE users SET role = 'user'`);
    expect(await examined({})).toEqual([1, ['unsafe no_superadmin']]);
    behindItsBack(`UPDATE users SET role = 'superadmin'`);
  });

  it('finds an audit log that was touched', async () => {
    behindItsBack(`UPDATE audit_events SET actor = 'nobody' WHERE sequence = 1`);
    expect(await examined({})).toEqual([1, ['unsafe audit_log_broken']]);
  });

  it('finds a schema that is behind, or ahead', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'rosetta-doctor-'));
    const behind = new CommandLine(elsewhere, WELL, inThisProcess);
    await behind.run('migrate', 'up');
    await behind.run('migrate', 'down');
    const outcome = await behind.run('doctor', '--json');
    const checks = read(outcome).findings.filter(({ severity }) => severity === 'unsafe');
    expect([outcome.exitCode, checks.map(({ check }) => check)]).toEqual([1, ['migrations_pending']]);
    rmSync(elsewhere, { recursive: true });
    behindItsBack(`INSERT INTO migrations (timestamp, name) VALUES (9999, 'FromTheFuture9999')`);
    expect(await examined({})).toEqual([1, ['unsafe schema_newer']]);
  });

  it('ends with 2 where it could not look, and makes nothing', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'rosetta-doctor-'));
    const outcome = await new CommandLine(empty, WELL, inThisProcess).run('doctor', '--json');
    expect([outcome.exitCode, read(outcome).findings.map(({ check }) => check)]).toEqual([2, ['no_database']]);
    expect(readdirSync(empty)).toEqual([]);
    rmSync(empty, { recursive: true });
  });

  it('tells of a database that cannot be reached, and of what it saw all the same', async () => {
    const away = { DATABASE_URL: 'postgres://rosetta@127.0.0.1:1/rosetta' };
    expect(await examined(away)).toEqual([2, ['unseen database_unreachable']]);
    const afar = { DATABASE_URL: 'postgres://rosetta@db.invalid/rosetta' };
    expect(await examined(afar)).toEqual([2, ['unsafe database_without_tls', 'unseen database_unreachable']]);
  });

  it('names every fault of a configuration that cannot be used', async () => {
    const outcome = await rosetta.with({ PORT: 'http', LIMITS: 'none' }).run('doctor', '--json');
    const messages = read(outcome).findings.map(({ message }) => message);
    expect([outcome.exitCode, messages]).toEqual([
      2,
      [
        'The service does not start: PORT: expected a whole number from 0 to 65535.',
        'The service does not start: LIMITS: expected one of auto, strict, lax.',
        'Nothing else was looked at.',
      ],
    ]);
  });
});
