import type { ReadStream, WriteStream } from 'node:tty';
import { EXIT } from '../exit-codes.js';
import { CommandError } from '../running/command-error.js';
import { ask } from './question.js';

const INPUT_MAX_BYTES = 16 * 1024;

/**
 * Where the answers go and where questions are asked. Questions and errors are on standard error, so that standard
 * output holds nothing but the answer.
 */
export class Terminal {
  constructor(
    private readonly input: NodeJS.ReadStream | ReadStream,
    private readonly output: NodeJS.WriteStream | WriteStream,
    private readonly errors: NodeJS.WriteStream | WriteStream,
  ) {}

  /** Whether somebody can be asked. */
  get isInteractive(): boolean {
    return this.input.isTTY && this.errors.isTTY;
  }

  print(text: string): void {
    this.output.write(`${text}\n`);
  }

  complain(text: string): void {
    this.errors.write(`${text}\n`);
  }

  /** @throws CommandError when it is given up with Ctrl-C or Ctrl-D */
  async ask(prompt: string, { isSecret = false } = {}): Promise<string> {
    const answer = await ask({ input: this.input, output: this.errors, prompt: `${prompt} `, isSecret });
    if (answer !== undefined) return answer;
    throw new CommandError('interrupted', 'Given up; nothing was done.', { exitCode: EXIT.interrupted });
  }

  /**
   * All of standard input, without the line break at its end.
   *
   * @throws CommandError when it is far too long to be meant
   */
  async readInput(): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.input) {
      chunks.push(Buffer.from(chunk as Uint8Array));
      length += (chunk as Uint8Array).length;
      if (length > INPUT_MAX_BYTES)
        throw new CommandError('input_too_long', 'Standard input is too long for a password.');
    }
    return Buffer.concat(chunks)
      .toString()
      .replace(/\r?\n$/, '');
  }
}
