import { CommanderError } from 'commander';
import { createProgram } from './program.js';
import type { Runner } from './running/runner.js';
import { refuseSecretArguments } from './terminal/secrets.js';

/**
 * Carries out one command, and has the runner tell what came of it. After a failure connections may still be open.
 *
 * @returns whether it was carried out without one
 */
export async function run(args: readonly string[], runner: Runner): Promise<boolean> {
  try {
    refuseSecretArguments(args);
    const program = await createProgram(runner, args);
    await program.parseAsync(args, { from: 'user' });
    return true;
  } catch (error) {
    // Help that was asked for ends the same way as a mistake does, but well.
    if (!(error instanceof CommanderError && error.exitCode === 0)) await runner.fail(error, args.includes('--json'));
    return false;
  }
}
