import { PassThrough } from 'node:stream';
import { run } from '../../apps/cli/src/run.js';
import { Runner } from '../../apps/cli/src/running/runner.js';
import { Terminal } from '../../apps/cli/src/terminal/terminal.js';
import type { Means, Order, Outcome } from './command-line.js';

/** What a command is connected to when nobody sits in front of it. */
class Pipe extends PassThrough {
  get content(): string {
    return String(this.read() ?? '');
  }
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Carries an order out as the program does, from its arguments to its exit code, without a process to be started: one
 * after the other, for what they are run in is this process's own.
 */
export const inThisProcess: Means = (order) => {
  const outcome = last.then(() => carryOut(order));
  last = outcome.catch(() => undefined);
  return outcome;
};

async function carryOut({ directory, environment, args, input }: Order): Promise<Outcome> {
  const [stdin, stdout, stderr] = [new Pipe(), new Pipe(), new Pipe()];
  stdin.end(input);
  const streams = [stdin, stdout, stderr] as unknown as ConstructorParameters<typeof Terminal>;
  const runner = new Runner(new Terminal(...streams));
  const leave = enter(directory, environment);
  await run(args, runner).finally(leave);
  return { exitCode: runner.exitCode, stdout: stdout.content, stderr: stderr.content };
}

/** Is there, with those variables and no others, until what it returns is called. */
function enter(directory: string, environment: Order['environment']): () => void {
  const [cwd, env] = [process.cwd(), { ...process.env }];
  process.chdir(directory);
  replaceVariables(environment);
  return () => {
    process.chdir(cwd);
    replaceVariables(env);
  };
}

function replaceVariables(environment: Order['environment']): void {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
}
