import type { Type } from '@nestjs/common';
import { type Command, CommanderError } from 'commander';
import type { Configuration } from '#platform/config';
import { EXIT } from '../exit-codes.js';
import { Terminal } from '../terminal/terminal.js';
import type { Answer } from './answer.js';
import type { House } from './house.js';
import { usageFailureOf } from './usage-failure.js';

/** What a command is run with. `Args` are its arguments in order, `Options` its options. */
export interface Call<Options> {
  readonly terminal: Terminal;
  readonly options: Options;
}

interface Configured {
  readonly configuration: Configuration;
}

type Work<Args extends readonly unknown[], Options, Ground> = (
  ground: Ground & Call<Options>,
  ...args: Args
) => Promise<Answer>;

/** A group was named without a command of it. */
function isForgottenCommand(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}

/**
 * Runs commands: opens what they need, prints what they answer, and closes again, whatever happens. What
 * takes long to load is loaded when it is needed.
 */
export class Runner {
  exitCode: number = EXIT.ok;
  private help = '';

  constructor(readonly terminal = new Terminal(process.stdin, process.stdout, process.stderr)) {}

  /** For a command that reads the configuration itself. */
  bare<Args extends readonly unknown[], Options extends object>(work: Work<Args, Options, object>) {
    return async (...given: unknown[]): Promise<void> => {
      const options = (given.at(-1) as Command).opts<Options & { readonly json?: boolean }>();
      const args = given.slice(0, -2) as unknown as Args;
      this.show(await work({ terminal: this.terminal, options }, ...args), options.json === true);
    };
  }

  /** For a command that needs the configuration and no more. */
  alone<Args extends readonly unknown[], Options extends object>(work: Work<Args, Options, Configured>) {
    return this.bare<Args, Options>(async (call, ...args) => {
      const { configurationFrom, environment } = await import('../configuration.js');
      return work({ ...call, configuration: configurationFrom(environment()) }, ...args);
    });
  }

  /** For a command that works with modules of the core. */
  within<Args extends readonly unknown[], Options extends object>(
    modules: readonly Type[],
    work: Work<Args, Options, Configured & House>,
  ) {
    return this.alone<Args, Options>(async (call, ...args) => {
      const { openHouse } = await import('./house.js');
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
    this.help += text;
  }

  async fail(error: unknown, isJson: boolean): Promise<void> {
    const failure = usageFailureOf(error) ?? (await import('./failure.js')).failureOf(error);
    const { code, message, fix, exitCode } = failure;
    this.exitCode = exitCode;
    if (isForgottenCommand(error) && !isJson) {
      this.terminal.complain(this.help.trimEnd());
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
