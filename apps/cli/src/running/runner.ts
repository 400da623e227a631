import type { Type } from '@nestjs/common';
import { type Command, CommanderError } from 'commander';
import type { Cause } from '#core/kernel';
import type { Configuration } from '#platform/config';
import { configurationFrom, environment } from '../configuration.js';
import { EXIT } from '../exit-codes.js';
import { Terminal } from '../terminal/terminal.js';
import type { Answer } from './answer.js';
import { failureOf } from './failure.js';
import { type House, openHouse } from './house.js';

/** Who did it, for the audit log. */
export const BY_COMMAND_LINE: Cause = { actor: 'cli' };

/** What a command is run with. `Args` are its arguments in order, `Options` its options. */
export interface Call<Options> {
  readonly configuration: Configuration;
  readonly terminal: Terminal;
  readonly options: Options;
}

type Work<Args extends readonly unknown[], Options, Ground> = (
  ground: Ground & Call<Options>,
  ...args: Args
) => Promise<Answer>;

/** A group was named without a command of it. */
function isForgottenCommand(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}

/** Runs commands: opens what they need, prints what they answer, and closes again, whatever happens. */
export class Runner {
  exitCode: number = EXIT.ok;
  private help = '';

  constructor(readonly terminal = new Terminal(process.stdin, process.stdout, process.stderr)) {}

  /** For a command that looks after itself. */
  alone<Args extends readonly unknown[], Options extends object>(work: Work<Args, Options, object>) {
    return async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1) as Command;
      const options = command.opts<Options & { readonly json?: boolean }>();
      const args = given.slice(0, -2) as unknown as Args;
      const configuration = configurationFrom(environment());
      this.show(await work({ configuration, terminal: this.terminal, options }, ...args), options.json === true);
    };
  }

  /** For a command that works with modules of the core. */
  within<Args extends readonly unknown[], Options extends object>(
    modules: readonly Type[],
    work: Work<Args, Options, House>,
  ) {
    return this.alone<Args, Options>(async (call, ...args) => {
      const house = await openHouse(call.configuration, modules);
      try {
        return await work({ ...call, ...house }, ...args);
      } finally {
        await house.close();
      }
    });
  }

  /** What commander would say: kept for where it is the help that somebody forgot to ask for. */
  heard(text: string): void {
    this.help = text.trimEnd();
  }

  fail(error: unknown, isJson: boolean): void {
    const { code, message, fix, exitCode } = failureOf(error);
    this.exitCode = exitCode;
    if (isForgottenCommand(error) && !isJson) {
      this.terminal.complain(this.help);
      return;
    }
    const document = { error: { code, message, ...(fix !== undefined && { fix }) } };
    this.terminal.complain(isJson ? JSON.stringify(document, undefined, 2) : [message, fix].filter(Boolean).join(' '));
  }

  private show({ data, text, exitCode = EXIT.ok }: Answer, isJson: boolean): void {
    this.terminal.print(isJson ? JSON.stringify(data, undefined, 2) : text);
    this.exitCode = exitCode;
  }
}
