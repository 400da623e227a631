import 'reflect-metadata';
import { CommanderError } from 'commander';
import { createProgram } from './program.js';
import { Runner } from './running/runner.js';
import { refuseSecretArguments } from './terminal/secrets.js';

const args = process.argv.slice(2);
const runner = new Runner();

try {
  refuseSecretArguments(args);
  const program = await createProgram(runner, args);
  await program.parseAsync(args, { from: 'user' });
} catch (error) {
  // Help that was asked for ends the same way as a mistake does, but well.
  if (!(error instanceof CommanderError && error.exitCode === 0)) await runner.fail(error, args.includes('--json'));
  // Connections that were opened before the failure must not keep a command alive that has told it.
  setImmediate(() => process.exit());
}
process.exitCode = runner.exitCode;
