import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine, done, failed, failedAsJson } from '../support/command-line.js';
import { inThisProcess } from '../support/in-this-process.js';

const PASSWORD = 'a walrus reads the evening paper';
const USAGE = 'Add --help to see how it is written.';
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const ID = /^[\da-f-]{36}$/;

let directory: string;
let rosetta: CommandLine;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-accounts-'));
  rosetta = new CommandLine(directory, {}, inThisProcess);
});

afterAll(() => rmSync(directory, { recursive: true }));

const account = (more: object) => ({
  id: expect.stringMatching(ID),
  email: null,
  username: null,
  role: 'user',
  isEnabled: true,
  isEmailVerified: false,
  firstName: null,
  lastName: null,
  createdAt: expect.stringMatching(MOMENT),
  updatedAt: expect.stringMatching(MOMENT),
  lastSignInAt: null,
  disabledAt: null,
  ...more,
});

const ADA = { email: 'Ada@example.com', username: 'ada', role: 'superadmin', firstName: 'Ada', isEmailVerified: true };

/** As it is written, but for moments and ids. */
const written = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, '<moment>').replace(/[\da-f]{8}-[\da-f-]{27}/g, '<id>');

describe('rosetta user', () => {
  it('opens the first account, on a machine where nothing was started before', async () => {
    const names = ['--email', 'Ada@example.com', '--username', 'ada', '--first-name', 'Ada'];
    const more = ['--role', 'superadmin', '--email-verified', '--password-stdin', '--json'];
    const typed = ['user', 'create', ...names, ...more];
    const { exitCode, stdout, stderr } = await rosetta.asProcess().fed(`${PASSWORD}\n`, ...typed);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(account(ADA));
  });

  it('tells what was opened', async () => {
    const { exitCode, stdout } = await rosetta.fed(PASSWORD, 'user', 'create', '--username', 'bob', '--password-stdin');
    const lines = [
      'Created.',
      '',
      'id            <id>',
      'e-mail        -',
      'verified      no',
      'user name     bob',
      'role          user',
      'first name    -',
      'last name     -',
      'created       <moment>',
      'last sign-in  -',
      'disabled      -',
      '',
    ];
    expect([exitCode, written(stdout)]).toEqual([0, lines.join('\n')]);
  });

  it('opens one that chooses its password by mail', async () => {
    const outcome = await rosetta.json('user', 'create', '--email', 'cleo@example.com', '--send-link');
    expect(outcome).toEqual(account({ email: 'cleo@example.com' }));
  });

  it.each([['ada@EXAMPLE.com'], ['Ada']])('shows the account that goes by %s', async (name) => {
    expect(await rosetta.json('user', 'show', name)).toEqual(account(ADA));
  });

  it('lists accounts, those that are looked for, and page by page', async () => {
    const text = written((await rosetta.run('user', 'list', '--name', 'ada')).stdout);
    expect(text).toMatch(
      /^ID +E-MAIL +USER NAME +ROLE +STATE +CREATED\n<id> +Ada@example\.com +ada +superadmin +enabled +<moment>\n$/,
    );
    const first = await rosetta.json<{ accounts: object[]; next: string }>('user', 'list', '--limit', '2');
    expect(first).toEqual({
      accounts: [account({ email: 'cleo@example.com' }), account({ username: 'bob' })],
      next: expect.any(String),
    });
    const more = await rosetta.json('user', 'list', '--limit', '2', '--cursor', first.next);
    expect(more).toEqual({ accounts: [account(ADA)], next: null });
    expect((await rosetta.run('user', 'list', '--limit', '2')).stdout).toContain(
      `There are more: add --cursor ${first.next}\n`,
    );
    expect(await rosetta.run('user', 'list', '--disabled')).toEqual(done('There is no such account.'));
  });

  it('gives another role, disables and enables', async () => {
    expect(await rosetta.json('user', 'role', 'bob', 'moderator')).toEqual(
      account({ username: 'bob', role: 'moderator' }),
    );
    const bob = { username: 'bob', role: 'moderator' };
    const disabled = { ...bob, isEnabled: false, disabledAt: expect.stringMatching(MOMENT) };
    expect(await rosetta.json('user', 'disable', 'bob')).toEqual(account(disabled));
    expect(await rosetta.json('user', 'list', '--disabled')).toEqual({ accounts: [account(disabled)], next: null });
    expect(await rosetta.json('user', 'enable', 'bob')).toEqual(account(bob));
  });

  it('sets a password', async () => {
    const outcome = await rosetta.fed(
      'another walrus, another paper',
      'user',
      'set-password',
      'bob',
      '--password-stdin',
    );
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^Changed the password, and ended all sessions\.\n\nid /);
  });

  it('has every change on the audit log, by its actor', async () => {
    const { isWhole } = await rosetta.json<{ isWhole: boolean }>('audit', 'verify');
    expect(isWhole).toBe(true);
  });
});

describe('what rosetta user refuses', () => {
  const NO_ACCOUNT = 'There is no such account.';
  const WHERE = 'See which there are: rosetta user list.';

  it.each(['show', 'disable', 'enable'])('%s of an account that is not there', async (command) => {
    expect(await rosetta.run('user', command, 'nobody')).toEqual(failed(1, `${NO_ACCOUNT} ${WHERE}`));
    expect(await rosetta.run('user', command, 'nobody', '--json')).toEqual(
      failedAsJson(1, { code: 'account_not_found', message: NO_ACCOUNT, fix: WHERE }),
    );
  });

  it('an address that is taken, a password that is too short, an address that is none', async () => {
    const create = (email: string, password: string) =>
      rosetta.fed(password, 'user', 'create', '--email', email, '--password-stdin', '--json');
    const outcomes = [
      await create('ADA@example.com', PASSWORD),
      await create('new@example.com', 'short'),
      await create('new@example.com', ''),
      await create('nowhere', PASSWORD),
    ];
    const codes = outcomes.map(({ exitCode, stdout, stderr }) => [exitCode, stdout, JSON.parse(stderr).error.code]);
    expect(codes).toEqual([
      [1, '', 'identifier_taken'],
      [1, '', 'password_unacceptable'],
      [1, '', 'password_missing'],
      [1, '', 'identifier_invalid'],
    ]);
  });

  it('to take the last superadmin away', async () => {
    const sentence =
      'At least one enabled superadmin has to remain. Make somebody else one first: rosetta user role <account> superadmin.';
    expect(await rosetta.asProcess().run('user', 'disable', 'ada')).toEqual(failed(1, sentence));
    expect(await rosetta.run('user', 'role', 'ada', 'user')).toEqual(failed(1, sentence));
  });

  const ROLES = 'guest, user, moderator, admin, superadmin';

  it.each([
    ['role ada king', `There is no role king. Choose one of ${ROLES}.`],
    ['create --role king', `Option '--role <role>' argument 'king' is invalid. Allowed choices are ${ROLES}. ${USAGE}`],
    ['create --send-link --password-stdin', `Either a password is given, or a link is sent to choose one. ${USAGE}`],
    ['show', `Missing required argument 'account'. ${USAGE}`],
    ['sing', `Unknown command 'sing'. ${USAGE}`],
    ['show ada --loud', `Unknown option '--loud'. ${USAGE}`],
    ['create', 'An account needs a name. Give --email, --username or both.'],
    [
      'create --email new@example.com',
      'There is no terminal to ask for a password on. Leave it out to be asked for it, or hand it in on standard input with --password-stdin.',
    ],
  ])('rosetta user %s', async (line, sentence) => {
    expect(await rosetta.run('user', ...line.split(' '))).toEqual(failed(2, sentence));
  });
});

describe('a secret on the command line', () => {
  const WHY =
    'A secret is never taken from the command line, where the history of the shell and everybody on this machine can read it.';
  const INSTEAD = 'Leave it out to be asked for it, or hand it in on standard input with --password-stdin.';

  it.each([
    ['--password', PASSWORD],
    [`--password=${PASSWORD}`],
    ['-p', PASSWORD],
    ['--new-password', 'x'],
    ['--passwd=x'],
    ['--secret', 'x'],
  ])('is refused, and not repeated: %s', async (...args) => {
    expect(await rosetta.run('user', 'set-password', 'bob', ...args)).toEqual(failed(2, `${WHY} ${INSTEAD}`));
  });

  it('is refused as JSON, too', async () => {
    const typed = ['user', 'set-password', 'bob', '--password', PASSWORD, '--json'];
    expect(await rosetta.asProcess().run(...typed)).toEqual(
      failedAsJson(2, { code: 'usage', message: WHY, fix: INSTEAD }),
    );
  });

  it('is not repeated where it stands in the place of an argument', async () => {
    const { exitCode, stderr } = await rosetta.run('user', 'set-password', 'bob', PASSWORD);
    expect([exitCode, stderr]).toEqual([
      2,
      `Too many arguments for 'set-password'. Expected 1 argument but got 2. ${USAGE}\n`,
    ]);
  });
});

describe('rosetta apikey', () => {
  const key = (more: object = {}) => ({
    id: expect.stringMatching(ID),
    name: 'reports',
    scopes: ['audit:read', 'overview:read'],
    createdBy: 'cli',
    createdAt: expect.stringMatching(MOMENT),
    expiresAt: expect.stringMatching(MOMENT),
    lastUsedAt: null,
    revokedAt: null,
    ...more,
  });

  let made: { readonly id: string; readonly key: string };

  it('makes a key and shows it once', async () => {
    const args = ['--name', 'reports', '--scope', 'overview:read', 'audit:read', '--days', '30'];
    made = await rosetta.json('apikey', 'create', ...args);
    expect(made).toEqual(key({ key: expect.stringMatching(/^rsk_[\w-]{59}$/) }));
  });

  it('lists keys without what they are', async () => {
    const listed = await rosetta.run('apikey', 'list', '--json');
    expect(JSON.parse(listed.stdout)).toEqual({ apiKeys: [key()], next: null });
    expect(listed.stdout).not.toContain(made.key.slice(20));
  });

  it('has a key be refused, however often', async () => {
    const revoked = key({ revokedAt: expect.stringMatching(MOMENT) });
    expect(await rosetta.json('apikey', 'revoke', made.id)).toEqual(revoked);
    expect(await rosetta.run('apikey', 'revoke', made.id)).toEqual(
      done('Revoked reports; it is refused from the next request on.'),
    );
  });

  it.each([
    [['--name', 'x'], `Required option '--scope <scope...>' not specified. ${USAGE}`],
    [['--scope', 'accounts:read'], `Required option '--name <name>' not specified. ${USAGE}`],
    [
      ['--name', 'x', '--scope', 'accounts:read', '--days', '367'],
      `Option '--days <count>' argument '367' is invalid. It has to be a whole number from 1 to 366. ${USAGE}`,
    ],
  ])('is not made of %j', async (args, sentence) => {
    expect(await rosetta.run('apikey', 'create', ...args)).toEqual(failed(2, sentence));
  });

  it('is none where there is none', async () => {
    expect(await rosetta.run('apikey', 'revoke', 'nothing')).toEqual(
      failed(1, 'There is no such API key. See which there are: rosetta apikey list.'),
    );
  });
});

describe('rosetta key', () => {
  it('lists keys, the one that signs first', async () => {
    const { id } = await rosetta.json<{ id: string }>('key', 'rotate');
    const { keys } = await rosetta.json<{ keys: object[] }>('key', 'list');
    const common = { id: expect.stringMatching(ID), algorithm: 'ES256', createdAt: expect.stringMatching(MOMENT) };
    expect(keys).toEqual([
      { ...common, id, state: 'signing', retiresAt: null },
      { ...common, state: 'verifying', retiresAt: expect.stringMatching(MOMENT) },
    ]);
  });
});
