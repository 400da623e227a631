import type { Command } from 'commander';
import { createProgram } from '../../apps/cli/src/program.js';
import { Runner } from '../../apps/cli/src/running/runner.js';
import { CommandLine } from '../support/command-line.js';

const rosetta = new CommandLine('.');

const FIRST_SCREEN = `Usage: rosetta <command> [options]

Looks after a Rosetta identity service: the same accounts and the same rules,
without HTTP. Reads the service's configuration; may be used while that runs.

Options:
  -h, --help  show this

Commands:
  user        Accounts of people
  session     Where accounts are signed in
  key         Keys that sign access tokens
  apikey      Keys by which programs administer the service
  org         Organizations, their members, domains and invitations
  migrate     The schema of the database; the service updates it at its start
  audit       The log of what happened
  master-key  The secret that all others are kept under
  backup      Copy the embedded database while the service goes on
  move        Carry everything between the embedded database and PostgreSQL
  doctor      What is unsafe about the configuration, and what to do about it

First steps:
  $ rosetta user create --role superadmin   the first administrator
  $ rosetta doctor                          what is unsafe, and how to mend it

Every command explains itself with --help, and answers with one JSON document
when given --json. Secrets are asked for, or read from standard input with
--password-stdin; they are never arguments.

Exit codes:
  0  done, and nothing was found that has to be seen to
  1  refused, or something is wrong that was looked for
  2  not run: wrong usage, unusable configuration, no database

`;

const USER_ROLE = `Usage: rosetta user role [options] <account> <role>

Give an account another role: guest, user, moderator, admin, superadmin. It
holds from the next request on.

Arguments:
  account     e-mail address, user name or id
  role        guest, user, moderator, admin, superadmin

Options:
  --json      answer with one JSON document
  -h, --help  show this

Examples:
  $ rosetta user role ada@example.com admin
`;

const COMMANDS = [
  'apikey create',
  'apikey list',
  'apikey revoke',
  'audit verify',
  'backup',
  'doctor',
  'key list',
  'key rotate',
  'master-key change',
  'migrate down',
  'migrate plan',
  'migrate status',
  'migrate up',
  'move to-postgres',
  'move to-sqlite',
  'org create',
  'org delete',
  'org domain add',
  'org domain auto-join',
  'org domain list',
  'org domain remove',
  'org domain verify',
  'org invite list',
  'org invite resend',
  'org invite revoke',
  'org invite send',
  'org list',
  'org member add',
  'org member ban',
  'org member list',
  'org member remove',
  'org member role',
  'org member unban',
  'org rename',
  'org restore',
  'org show',
  'session end',
  'session list',
  'user create',
  'user disable',
  'user enable',
  'user list',
  'user role',
  'user set-password',
  'user show',
];

/** The words that a help text names behind "Commands:". */
function commandsIn(help: string): string[] {
  const [, list = ''] = /^Commands:\n((?: {2}.*\n)+)/m.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = '']) => name);
}

/** What a command has to say for itself, as it is printed. */
function helpOf(command: Command): string {
  const printed: string[] = [];
  command.configureOutput({ writeOut: (text) => void printed.push(text) }).outputHelp();
  return printed.join('');
}

/** Every command below another, with its words and its help. */
function walk(parent: Command, words: readonly string[]): [line: string, help: string][] {
  return parent.commands.flatMap((command): [string, string][] => {
    const line = [...words, command.name()];
    return [[line.join(' '), helpOf(command)], ...walk(command, line)];
  });
}

/** All commands there are, each word loaded. */
async function everyCommand(): Promise<[line: string, help: string][]> {
  const found: [string, string][] = [];
  for (const word of (await createProgram(new Runner(), [])).commands) {
    const program = await createProgram(new Runner(), [word.name()]);
    found.push(...walk(program, []).filter(([line]) => line.split(' ')[0] === word.name()));
  }
  return found;
}

describe('rosetta --help', () => {
  it('has a first screen that fits a terminal of eighty columns', async () => {
    expect(await rosetta.run('--help')).toEqual({ exitCode: 0, stdout: FIRST_SCREEN, stderr: '' });
    expect(Math.max(...FIRST_SCREEN.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('leads to every command, each with examples of itself, and each speaking JSON', async () => {
    const found = await everyCommand();
    for (const [line, help] of found) {
      expect(help).toMatch(new RegExp(`\\nExamples:\\n(  \\$ rosetta ${line}\\b.*\\n)+`));
    }
    const leaves = found.filter(([, help]) => commandsIn(help).length === 0);
    expect(leaves.map(([line]) => line).sort()).toEqual(COMMANDS);
    expect(leaves.filter(([, help]) => !help.includes('--json')).map(([line]) => line)).toEqual([]);
  });

  it('shows arguments, options and examples of a command', async () => {
    expect(await rosetta.run('user', 'role', '--help')).toEqual({ exitCode: 0, stdout: USER_ROLE, stderr: '' });
  });

  it('is what a word without its command is answered with, as a mistake', async () => {
    const { exitCode, stdout, stderr } = await rosetta.run('org');
    expect([exitCode, stdout, commandsIn(stderr).slice(0, 2)]).toEqual([2, '', ['create', 'show']]);
    expect(await rosetta.run()).toEqual({ exitCode: 2, stdout: '', stderr: FIRST_SCREEN.slice(0, -1) });
  });
});
