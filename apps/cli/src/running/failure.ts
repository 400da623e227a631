import { CoreError } from '#core/kernel';
import type { CoreErrorCode } from '#core/errors';
import { ConfigurationError } from '#platform/config';
import { MasterKeyMismatch } from '#platform/crypto';
import { MigrationUnknown, type MoveRefusal, MoveRefused, outageIn } from '#platform/database';
import { EXIT } from '../exit-codes.js';
import { CommandError } from './command-error.js';
import { FIXES } from './fixes.js';
import { sentence } from './sentence.js';

const MOVING: Readonly<Record<MoveRefusal, string>> = {
  no_source: 'Name the right DATA_DIR.',
  no_postgres: 'Set it to the PostgreSQL database of the move; DATA_DIR names the embedded one.',
  in_use: 'Stop the service, all processes of it, and run the command again.',
  schema_differs: 'Bring the database to this release first: rosetta migrate up, or the release that made it.',
  target_not_empty: 'Move into a new, empty database.',
  not_the_same: 'Something else has written to the target: move into a new, empty database.',
};
const REACH = 'See that it runs and that DATABASE_URL or DATA_DIR lead to it.';

/** Whatever was thrown, as it is told. */
export function failureOf(error: unknown): CommandError {
  if (error instanceof ConfigurationError) return unusable(error);
  if (error instanceof CoreError) return refused(error);
  if (error instanceof MasterKeyMismatch) return otherKey();
  if (error instanceof MigrationUnknown) return newerDatabase(error);
  if (error instanceof MoveRefused) return notMoved(error);
  const outage = outageIn(error);
  if (outage)
    return new CommandError('database_unreachable', sentence(outage.reason), { fix: REACH, exitCode: EXIT.notRun });
  const message = error instanceof Error ? error.message : String(error);
  return new CommandError('unexpected', sentence(message), { exitCode: EXIT.notRun });
}

function refused(error: CoreError): CommandError {
  const fix = FIXES[error.code as CoreErrorCode];
  return new CommandError(error.code, sentence(error.message), fix === undefined ? {} : { fix });
}

function unusable({ faults }: ConfigurationError): CommandError {
  const fix = 'Mend them where they are set: in the environment, or in .env; .env.example explains each.';
  const message = `The configuration cannot be used: ${faults.join('; ')}.`;
  return new CommandError('configuration', message, { fix, exitCode: EXIT.notRun });
}

function otherKey(): CommandError {
  const message = 'The configured master key is not the one that this database is under.';
  const fix = 'Give the MASTER_KEY or MASTER_KEY_FILE that the database was used with.';
  return new CommandError('master_key_mismatch', message, { fix, exitCode: EXIT.notRun });
}

function newerDatabase(error: MigrationUnknown): CommandError {
  const fix = 'Run the command with the release that made it.';
  return new CommandError('migration_unknown', sentence(error.message), { fix });
}

function notMoved(error: MoveRefused): CommandError {
  return new CommandError(error.code, sentence(error.message), { fix: MOVING[error.code] });
}
