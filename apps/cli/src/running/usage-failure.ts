import { CommanderError } from 'commander';
import { CommandError, UsageError } from './command-error.js';
import { sentence } from './sentence.js';

/** What was thrown before anything was opened; undefined for the rest. */
export function usageFailureOf(error: unknown): CommandError | undefined {
  if (error instanceof CommandError) return error;
  if (!(error instanceof CommanderError)) return undefined;
  if (error.code === 'commander.help') return new UsageError('No command was named.');
  return new UsageError(sentence(error.message.replace(/^error: /, '')));
}
