import type { Command } from 'commander';
import { schema } from '#core/schema';
import type { Configuration } from '#platform/config';
import {
  type DatabaseConfig,
  databaseSection,
  Migrations,
  MigrationUnknown,
  outageIn,
  type PlannedMigration,
} from '#platform/database';
import type { Answer } from '../running/answer.js';
import { leaf } from '../running/commands.js';
import { CommandError } from '../running/command-error.js';
import { upTo } from '../running/paging.js';
import type { Runner } from '../running/runner.js';
import { table } from '../terminal/layout.js';

/** `rosetta migrate …`: the steps of the database's schema. */
export function addMigrateCommands(migrate: Command, runner: Runner): void {
  leaf(migrate, {
    syntax: 'status',
    about: 'Show which migrations the database has seen.',
    examples: ['migrate status', 'migrate status --json'],
  }).action(runner.alone(({ configuration }) => status(configuration)));
  leaf(migrate, {
    syntax: 'plan',
    about: 'Print the SQL that `migrate up` would run on the configured database, and change nothing.',
    examples: ['migrate plan', 'migrate plan > upgrade.sql'],
  }).action(runner.alone(({ configuration }) => plan(configuration)));
  leaf(migrate, {
    syntax: 'up',
    about: 'Run the migrations that are pending, each in a transaction.',
    examples: ['migrate up'],
  }).action(runner.alone(({ configuration }) => up(configuration)));
  leaf(migrate, {
    syntax: 'down',
    about: 'Take migrations back, the newest first. What only the newer schema has room for is lost: back up before.',
    examples: ['migrate down', 'migrate down --steps 2'],
  })
    .option('--steps <count>', 'how many', upTo(9999), 1)
    .action(runner.alone<[], { steps: number }>(({ configuration, options }) => down(configuration, options.steps)));
}

async function status(configuration: Configuration): Promise<Answer> {
  const migrations = await migrationsOf(configuration).states();
  const pending = migrations.filter(({ state }) => state === 'pending').length;
  const rows = migrations.map(({ state, name }) => [state, name]);
  return {
    data: { pending, migrations },
    text: `${table(['STATE', 'MIGRATION'], rows, 'There are no migrations.')}\n\n${pending} pending.`,
  };
}

async function plan(configuration: Configuration): Promise<Answer> {
  const migrations = await migrationsOf(configuration).plan();
  const { postgresUrl } = databaseOf(configuration);
  const text = migrations.map(asSql).join('\n\n') || '-- Nothing is pending.';
  return { data: { engine: postgresUrl === undefined ? 'sqlite' : 'postgres', migrations }, text };
}

async function up(configuration: Configuration): Promise<Answer> {
  const migrated = await migrationsOf(configuration).up();
  return { data: { migrated }, text: told('Migrated', migrated, 'Nothing was pending.') };
}

async function down(configuration: Configuration, steps: number): Promise<Answer> {
  const reverted = await migrationsOf(configuration).down(steps).catch(tellWhy);
  if (reverted.length === 0) {
    throw new CommandError('nothing_to_revert', 'The database has seen no migration that could be taken back.');
  }
  return { data: { reverted }, text: told('Took back', reverted, '') };
}

/** A migration that would lose what cannot be had again says so, and is undone as a whole. */
function tellWhy(error: unknown): never {
  if (!(error instanceof Error) || error instanceof MigrationUnknown || outageIn(error)) throw error;
  const fix = 'See how far it came: rosetta migrate status.';
  throw new CommandError('migration_refused', `${error.message}.`, { fix });
}

function migrationsOf(configuration: Configuration): Migrations {
  return new Migrations(databaseOf(configuration), schema);
}

function databaseOf(configuration: Configuration): DatabaseConfig {
  return configuration.get(databaseSection.token) as DatabaseConfig;
}

function asSql({ name, statements }: PlannedMigration): string {
  return [`-- ${name}`, ...statements.map((statement) => `${statement};`)].join('\n');
}

function told(what: string, names: readonly string[], nothing: string): string {
  return names.map((name) => `${what} ${name}.`).join('\n') || nothing;
}
