import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pinnedTo } from './machine.mjs';

/** A program that runs beside the benchmark and is looked at from outside. */
export class Program {
  /**
   * @param {string} file
   * @param {{ cores?: string | undefined, environment?: Record<string, string>, more?: string[], cwd?: string }} options
   */
  constructor(file, { cores, environment, more, cwd }) {
    const [command, ...rest] = [...pinnedTo(cores), process.execPath, ...(more ?? []), file];
    this.startedAt = performance.now();
    this.child = spawn(command, rest, {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      ...(cwd !== undefined && { cwd }),
    });
    this.printed = '';
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => (this.printed += String(chunk)));
    }
  }

  get pid() {
    return this.child.pid ?? 0;
  }

  /** Resolves with the milliseconds from its start until it has printed that. @param {RegExp} expected */
  async whenPrinted(expected) {
    while (!expected.test(this.printed)) {
      const isOver = this.child.exitCode !== null || this.child.signalCode !== null;
      if (isOver) throw new Error(`ended with ${String(this.child.exitCode)}; printed: ${this.printed}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return performance.now() - this.startedAt;
  }

  /** Sends it a message and resolves with its answer. @param {object} message */
  async ask(message) {
    this.child.send(message);
    const [answer] = /** @type {[Record<string, number>]} */ (await once(this.child, 'message'));
    return answer;
  }

  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}
