import { EXIT } from '../exit-codes.js';

interface Ending {
  readonly fix?: string;
  readonly exitCode?: number;
}

/** Why a command did not do what it was asked for: one sentence for people, one code for programs. */
export class CommandError extends Error {
  readonly fix: string | undefined;
  readonly exitCode: number;

  constructor(
    readonly code: string,
    message: string,
    { fix, exitCode = EXIT.refused }: Ending = {},
  ) {
    super(message);
    this.name = 'CommandError';
    this.fix = fix;
    this.exitCode = exitCode;
  }
}

/** The command was written in a way that cannot be followed. */
export class UsageError extends CommandError {
  constructor(message: string, fix = 'Add --help to see how it is written.') {
    super('usage', message, { fix, exitCode: EXIT.notRun });
  }
}
