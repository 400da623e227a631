import { CommandError, UsageError } from '../running/command-error.js';
import type { Terminal } from './terminal.js';

/** Options that mean to carry a secret, however they are spelled; the one that says where to read it is not among them. */
const SECRET_OPTION = /^--?(?:[a-z]+-)*(?:p|pw|pwd|pass|passwd|password|passphrase|secret|token|api-?key)(?:=|$)/i;

const WHY =
  'A secret is never taken from the command line, where the history of the shell and everybody on this machine can read it.';
const INSTEAD = 'Leave it out to be asked for it, or hand it in on standard input with --password-stdin.';

/** @throws UsageError which does not repeat what was given */
export function refuseSecretArguments(args: readonly string[]): void {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  if (options.some((arg) => SECRET_OPTION.test(arg))) throw new UsageError(WHY, INSTEAD);
}

/**
 * A new password: from standard input, or asked for twice.
 *
 * @throws CommandError when the two are not the same, or there is nobody to ask
 */
export async function newPassword(terminal: Terminal, isOnInput: boolean): Promise<string> {
  if (isOnInput) return mustBeGiven(await terminal.readInput());
  if (!terminal.isInteractive) throw new UsageError('There is no terminal to ask for a password on.', INSTEAD);
  const password = mustBeGiven(await terminal.ask('Password (not shown):', { isSecret: true }));
  const repeated = await terminal.ask('The same again:', { isSecret: true });
  if (password !== repeated) {
    throw new CommandError('passwords_differ', 'The two passwords are not the same.', { fix: 'Try again.' });
  }
  return password;
}

function mustBeGiven(password: string): string {
  if (password !== '') return password;
  throw new CommandError('password_missing', 'No password was given.', { fix: INSTEAD });
}
