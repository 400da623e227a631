import { existsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import type { Configuration } from '#platform/config';
import { copyEmbedded, type DatabaseConfig, databaseSection } from '#platform/database';
import type { Answer } from '../running/answer.js';
import { CommandError } from '../running/command-error.js';
import { described } from '../running/commands.js';
import { mustHaveDatabase } from '../running/house.js';
import type { Runner } from '../running/runner.js';

const ABOUT = `Copy the embedded database, as of one moment, into a new file. The service may go on meanwhile.

Keep the copy apart from the master key: each is worth nothing without the other. To go back, stop the service, put the
copy in the place of rosetta.db, take away rosetta.db-wal and rosetta.db-shm, and start it again.`;

/** `rosetta backup`: what to come back to. */
export function addBackupCommand(backup: Command, runner: Runner): void {
  described(backup.argument('<file>'), {
    about: ABOUT,
    args: { file: 'where the copy goes; there must be no such file yet' },
    examples: ['backup /backups/rosetta-2030-01-01.db', 'backup rosetta-copy.db --json'],
  }).action(runner.alone<[string], object>(({ configuration }, file) => backUp(configuration, file)));
}

async function backUp(configuration: Configuration, file: string): Promise<Answer> {
  const { postgresUrl, sqliteFile } = configuration.get(databaseSection.token) as DatabaseConfig;
  if (postgresUrl !== undefined) {
    throw new CommandError('not_embedded', 'The database is in PostgreSQL.', {
      fix: 'Use pg_dump, or what your host offers.',
    });
  }
  mustHaveDatabase(configuration);
  if (existsSync(file)) {
    throw new CommandError('file_exists', `There is a file ${file} already.`, { fix: 'Name a new one.' });
  }
  await copyEmbedded(sqliteFile, file).catch((error: unknown) => {
    throw new CommandError('not_copied', error instanceof Error ? error.message : String(error));
  });
  const bytes = statSync(file).size;
  return { data: { file, bytes }, text: `${file}: ${bytes} bytes` };
}
