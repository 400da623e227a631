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

/** A command as it is typed, and where. */
export interface Order {
  /** Where it is started: DATA_DIR is taken from there, and `.env` read. */
  readonly directory: string;
  /** All of its variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly args: readonly string[];
  /** What is on its standard input. */
  readonly input: string;
}

/** By what means an order is carried out. */
export type Means = (order: Order) => Promise<Outcome>;

/** As a process of its own, of what is built: what `npm run cli -- …` runs. */
const asProcess: Means = async (order) => {
  const child = start(order);
  // A command that wants no input may be gone before it is written.
  child.stdin.on('error', () => undefined).end(order.input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode: child.exitCode, stdout, stderr };
};

function start({ directory, environment, args }: Omit<Order, 'input'>): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [ENTRY, ...args], {
    cwd: directory,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** The command line, by default each command a process of its own. */
export class CommandLine {
  constructor(
    private readonly directory: string,
    private readonly environment: Readonly<Record<string, string>> = {},
    private readonly means: Means = asProcess,
  ) {}

  /** The same in another environment. */
  with(environment: Readonly<Record<string, string>>): CommandLine {
    return new CommandLine(this.directory, { ...this.environment, ...environment }, this.means);
  }

  /** The same, each command a process of its own. */
  asProcess(): CommandLine {
    return new CommandLine(this.directory, this.environment);
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
    const outcome = await this.means({ ...this.order(args), input });
    witness.commanded({ command: args.join(' '), input, printed: outcome.stdout + outcome.stderr });
    return outcome;
  }

  /** The process, for whoever does something to it. */
  start(...args: readonly string[]): ChildProcessWithoutNullStreams {
    return start(this.order(args));
  }

  /** What it answers with `--json`, where it ends well. */
  async json<T>(...args: readonly string[]): Promise<T> {
    const { exitCode, stdout, stderr } = await this.run(...args, '--json');
    if (exitCode !== 0) throw new Error(`ended with ${String(exitCode)}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }

  private order(args: readonly string[]): Omit<Order, 'input'> {
    const environment = { PATH: process.env.PATH, BCRYPT_COST: '4', ...this.environment };
    return { directory: this.directory, environment, args };
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
