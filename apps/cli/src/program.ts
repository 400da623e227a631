import { Command } from 'commander';
import { type Group, group } from './running/commands.js';
import type { Runner } from './running/runner.js';

type Add = (command: Command, runner: Runner) => void;

interface Entry extends Omit<Group, 'examples'> {
  /** Where it is a word under which commands are gathered. */
  readonly examples?: readonly string[];
  readonly load: () => Promise<Add>;
}

/** The table of contents. What is behind a name is loaded when it is asked for, so that help is there at once. */
const CONTENTS: readonly Entry[] = [
  {
    name: 'user',
    about: 'Accounts of people',
    examples: ['user create --role superadmin', 'user show ada@example.com'],
    load: async () => (await import('./users/user.commands.js')).addUserCommands,
  },
  {
    name: 'session',
    about: 'Where accounts are signed in',
    examples: ['session list ada@example.com', 'session end ada@example.com --all'],
    load: async () => (await import('./sessions/session.commands.js')).addSessionCommands,
  },
  {
    name: 'key',
    about: 'Keys that sign access tokens',
    examples: ['key rotate'],
    load: async () => (await import('./keys/key.commands.js')).addKeyCommands,
  },
  {
    name: 'apikey',
    about: 'Keys by which programs administer the service',
    examples: ['apikey create --name reports --scope overview:read', 'apikey list'],
    load: async () => (await import('./api-keys/api-key.commands.js')).addApiKeyCommands,
  },
  {
    name: 'org',
    about: 'Organizations, their members, domains and invitations',
    examples: ['org list', 'org member add engines ada@example.com'],
    load: async () => (await import('./organizations/organization.commands.js')).addOrganizationCommands,
  },
  {
    name: 'migrate',
    about: 'The schema of the database; the service updates it at its start',
    examples: ['migrate status', 'migrate plan > upgrade.sql'],
    load: async () => (await import('./migrations/migrate.commands.js')).addMigrateCommands,
  },
  {
    name: 'audit',
    about: 'The log of what happened',
    examples: ['audit verify'],
    load: async () => (await import('./audit/audit.commands.js')).addAuditCommands,
  },
  {
    name: 'master-key',
    about: 'The secret that all others are kept under',
    examples: ['master-key change new-master.key'],
    load: async () => (await import('./keys/master-key.commands.js')).addMasterKeyCommands,
  },
  {
    name: 'backup',
    about: 'Copy the embedded database while the service goes on',
    load: async () => (await import('./backup/backup.command.js')).addBackupCommand,
  },
  {
    name: 'move',
    about: 'Carry everything between the embedded database and PostgreSQL',
    examples: ['move to-postgres', 'move to-sqlite'],
    load: async () => (await import('./move/move.commands.js')).addMoveCommands,
  },
  {
    name: 'doctor',
    about: 'What is unsafe about the configuration, and what to do about it',
    load: async () => (await import('./doctor/doctor.command.js')).addDoctorCommand,
  },
];

const ABOUT = `Looks after a Rosetta identity service: the same accounts and the same rules,
without HTTP. Reads the service's configuration; may be used while that runs.`;

const MORE = `
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

/** The program, with the commands that those arguments are about. */
export async function createProgram(runner: Runner, args: readonly string[]): Promise<Command> {
  const program = new Command('rosetta')
    .description(ABOUT)
    .usage('<command> [options]')
    .helpCommand(false)
    .helpOption('-h, --help', 'show this')
    .addHelpText('after', MORE)
    .configureHelp({ subcommandTerm: (command) => command.name(), showGlobalOptions: false })
    .configureOutput({ writeErr: (text) => runner.heard(text) })
    .exitOverride()
    .enablePositionalOptions();
  const wanted = args.find((arg) => !arg.startsWith('-'));
  for (const { name, about, examples, load } of CONTENTS) {
    const command = examples ? group(program, { name, about, examples }) : program.command(name).summary(about);
    if (name === wanted) (await load())(command, runner);
  }
  return program;
}
