import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const ENTRY = join(ROOT, 'dist/apps/identity/src/main.js');
const START_DEADLINE_MS = 60_000;

/** The end of the first screen, or what stands for it in production. */
const STARTED = /-d '.*'\n|"event":"started".*\n/;

/**
 * The built service as a process of its own, on an embedded database on disk that outlives it: what
 * `npm start` runs. Restarting keeps port and data.
 */
export class ServiceProcess {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly directory: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const directory = mkdtempSync(join(tmpdir(), 'rosetta-journey-'));
    const service = new ServiceProcess(await freePort(), directory, environment);
    await service.launch();
    return service;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.launch();
  }

  /** Asks it to stop, and tells the exit code it stops with. */
  async stop(): Promise<number | null> {
    const { child } = this;
    if (child?.exitCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    return child.exitCode;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Resolves with the first screen, in production with the log so far, once it listens. */
  async launch(): Promise<string> {
    const child = spawn(process.execPath, [ENTRY], {
      cwd: this.directory,
      env: { PATH: process.env.PATH, BCRYPT_COST: '4', DATA_DIR: 'data', PORT: String(this.port), ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let printed = '';
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        reject(new Error(`not listening in time; printed: ${printed}`));
      }, START_DEADLINE_MS);
      const read = (chunk: Buffer) => {
        printed += chunk.toString();
        if (!STARTED.test(printed)) return;
        clearTimeout(deadline);
        resolve(printed);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => {
        clearTimeout(deadline);
        reject(new Error(`ended with ${String(code)}; printed: ${printed}`));
      });
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
