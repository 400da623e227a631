import { Command } from 'commander';
import { addAuditCommands } from './audit/audit.commands.js';
import { addBackupCommand } from './backup/backup.command.js';
import { addKeyCommands } from './keys/key.commands.js';
import { addMasterKeyCommands } from './keys/master-key.commands.js';
import { addMigrateCommands } from './migrations/migrate.commands.js';
import { addMoveCommands } from './move/move.commands.js';
import type { Runner } from './running/runner.js';

const ABOUT = `Looks after a Rosetta identity service from the command line: the same accounts, the same rules, no HTTP.
It reads the same configuration as the service (environment, .env) and may be used while that runs.`;

const MORE = `
Add --help to any command for its options and examples, and --json for one JSON document instead of text.

Secrets are asked for or read from standard input (--password-stdin); they are never arguments.

Exit codes:
  0  done, and nothing was found that has to be seen to
  1  refused, or something was found that is wrong; the reason is on standard error or in the report
  2  not run: wrong usage, a configuration that cannot be used, a database out of reach
`;

/** The table of contents. */
export function createProgram(runner: Runner): Command {
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
  addKeyCommands(program, runner);
  addMasterKeyCommands(program, runner);
  addAuditCommands(program, runner);
  addMigrateCommands(program, runner);
  addBackupCommand(program, runner);
  addMoveCommands(program, runner);
  return program;
}
