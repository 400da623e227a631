import type { Command } from 'commander';
import { schema } from '#core/schema';
import { Stopwatch } from '#platform/clock';
import type { Configuration } from '#platform/config';
import { type DatabaseConfig, databaseSection, type Direction, moveDatabase } from '#platform/database';
import type { Answer } from '../running/answer.js';
import { type Leaf, leaf } from '../running/commands.js';
import type { Call, Runner } from '../running/runner.js';
import { table } from '../terminal/layout.js';
import { progressTo } from './progress.js';

const HOW = `The service has to be stopped; none can start meanwhile. The source is only read. The target has to be empty, or to
hold what an earlier run of the same move has left there: then it goes on from there. Counts and checksums of every
table are compared in the end. Without --json, standard error tells how far it is. Afterwards do not start the service
on the source again: it would send the mails that were waiting once more.`;

type Moving = { readonly configuration: Configuration } & Call<{ readonly json?: boolean }>;

/** `rosetta move …`: to the other engine and back. No address is an argument, for it may hold a password. */
export function addMoveCommands(move: Command, runner: Runner): void {
  const leafOf = (described: Leaf) => leaf(move, described).addHelpText('after', `\n${HOW}`);
  leafOf({
    syntax: 'to-postgres',
    about: 'From the embedded database into PostgreSQL.',
    examples: ['move to-postgres', 'move to-postgres --json'],
  }).action(runner.alone((call: Moving) => moved('to-postgres', call)));
  leafOf({
    syntax: 'to-sqlite',
    about: 'From PostgreSQL into the embedded database.',
    examples: ['move to-sqlite', 'move to-sqlite --json'],
  }).action(runner.alone((call: Moving) => moved('to-sqlite', call)));
}

async function moved(direction: Direction, { configuration, options, terminal }: Moving): Promise<Answer> {
  const config = configuration.get(databaseSection.token) as DatabaseConfig;
  // With --json standard error holds one document, too, where the move fails.
  const print = (line: string) => options.json !== true && terminal.complain(line);
  const tables = await moveDatabase(config, schema, { direction, tell: progressTo(print, () => new Stopwatch()) });
  const rows = tables.map((row) => [row.table, row.rows, row.moved, row.checksum.slice(0, 16)]);
  const total = tables.reduce((sum, each) => sum + each.moved, 0);
  return {
    data: { direction, moved: total, tables },
    text: `${table(['TABLE', 'ROWS', 'MOVED', 'CHECKSUM'], rows, '')}\n\n${told(total)} Both databases hold the same.`,
  };
}

function told(count: number): string {
  if (count === 0) return 'There was nothing left to move.';
  return count === 1 ? 'Moved 1 row.' : `Moved ${count} rows.`;
}
