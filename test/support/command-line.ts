import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { witness } from './secrecy/witness.js';

const ENTRY = join(import.meta.dirname, '../../dist/apps/cli/src/main.js');

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line, each command a process of its own: what `npm run cli -- …` runs. */
export class CommandLine {
  /**
   * @param directory where it is started: DATA_DIR is taken from there, and `.env` read
   */
  constructor(
    private readonly directory: string,
    private readonly environment: Readonly<Record<string, string>> = {},
  ) {}

  /** The same in another environment. */
  with(environment: Readonly<Record<string, string>>): CommandLine {
    return new CommandLine(this.directory, { ...this.environment, ...environment });
  }

  run(...args: readonly string[]): Promise<Outcome> {
    return this.fed('', ...args);
  }

  /**
   * With that on its standard input.
   *
   * @throws SecretsLeaked when it printed one that it did not make
   */
  async fed(input: string, ...args: readonly string[]): Promise<Outcome> {
    const child = this.start(...args);
    // A command that wants no input may be gone before it is written.
    child.stdin.on('error', () => undefined).end(input);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    witness.commanded({ command: args.join(' '), input, printed: stdout + stderr });
    return { exitCode: child.exitCode, stdout, stderr };
  }

  /** The process, for whoever does something to it. */
  start(...args: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [ENTRY, ...args], {
      cwd: this.directory,
      env: { PATH: process.env.PATH, BCRYPT_COST: '4', ...this.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  /** What it answers with `--json`, where it ends well. */
  async json<T>(...args: readonly string[]): Promise<T> {
    const { exitCode, stdout, stderr } = await this.run(...args, '--json');
    if (exitCode !== 0) throw new Error(`ended with ${String(exitCode)}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }
}

/** A command that did what it was asked for. */
export const done = (stdout: string): Outcome => ({ exitCode: 0, stdout: `${stdout}\n`, stderr: '' });

/** One that was refused, or could not be run: the sentence, and nothing on standard output. */
export const failed = (exitCode: number, sentence: string): Outcome => ({
  exitCode,
  stdout: '',
  stderr: `${sentence}\n`,
});

/** The same as `--json` tells it. */
export const failedAsJson = (exitCode: number, error: object): Outcome =>
  failed(exitCode, JSON.stringify({ error }, undefined, 2));
