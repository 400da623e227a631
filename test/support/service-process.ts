import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from './databases.js';
import { exchange } from './exchange.js';
import { freePort } from './free-port.mjs';
import { PATIENCE_MS } from './patience.mjs';
import { witness } from './secrecy/witness.js';

const ROOT = join(import.meta.dirname, '../..');
const ENTRY = join(ROOT, 'dist/apps/identity/src/main.js');
/** Has it tell how much memory it holds, as test/support/report-heap.mjs does. */
const TELLING = ['--expose-gc', '--import', new URL('report-heap.mjs', import.meta.url).href];
const ENVIRONMENT = { PATH: process.env.PATH, BCRYPT_COST: '4' };

export interface ServiceOptions {
  /** The database to use, in place of a new one; it stays when the service is ended. */
  readonly database?: TestDatabase;
  /** Not started yet. */
  readonly isLeftToLaunch?: boolean;
  /** It can be asked for its memory. */
  readonly tellsMemory?: boolean;
}

/** In bytes, after what is garbage was collected. */
export interface Memory {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

/** The password in the line to try at once is one that tests sign up with. */
const EXAMPLE = /^ +-d '\{"email":/;

/** The end of the first screen, or what stands for it in production. */
const STARTED = /-d '.*'\n|"event":"started".*\n/;

/**
 * The built service as a process of its own, on a database that outlives it: what `npm start` runs.
 * Restarting keeps port and data.
 */
export class ServiceProcess {
  /** Everything it has printed since it was launched last. */
  printed = '';
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly database: TestDatabase,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly kept: { readonly drop: () => Promise<void>; readonly tellsMemory: boolean },
  ) {}

  static async start(
    environment: Readonly<Record<string, string>> = {},
    options: ServiceOptions = {},
  ): Promise<ServiceProcess> {
    const database = options.database ?? (await createTestDatabase());
    const drop = options.database ? async () => undefined : () => database.drop();
    const kept = { drop, tellsMemory: options.tellsMemory === true };
    const service = new ServiceProcess(await freePort(), database, environment, kept);
    if (!options.isLeftToLaunch) await service.launch();
    return service;
  }

  /** Where it keeps its files. */
  get directory(): string {
    return this.database.environment.DATA_DIR;
  }

  /** Of the process as it runs now. */
  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined) throw new Error('the service is not running');
    return pid;
  }

  private get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
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
    if (child?.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    return child.exitCode;
  }

  /** Ends it at once, as a crash would, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Only where it was started with `tellsMemory`. */
  async memory(): Promise<Memory> {
    const { child } = this;
    if (!child?.connected) throw new Error('the service was not started to tell its memory');
    const answer = once(child, 'message') as Promise<[Memory]>;
    child.send('memory');
    return (await answer)[0];
  }

  /** @throws SecretsLeaked when it said one in what it printed or answered */
  async end(): Promise<void> {
    if (this.isRunning) await exchange(`${this.url}/dev/mailbox/messages`, 'GET');
    await this.stop();
    await this.kept.drop();
    witness.mustHaveHeardNoSecret();
  }

  /** Resolves with the first screen, in production with the log so far, once it listens. */
  async launch(): Promise<string> {
    const { tellsMemory } = this.kept;
    const child = spawn(process.execPath, [...(tellsMemory ? TELLING : []), ENTRY], {
      cwd: this.directory,
      env: { ...this.database.environment, ...ENVIRONMENT, PORT: String(this.port), ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(tellsMemory ? (['ipc'] as const) : [])],
    });
    this.child = child;
    this.printed = '';
    let whole = '';
    child.once('close', () => {
      for (const line of whole.split('\n')) if (!EXAMPLE.test(line)) witness.hear('what the service printed', line);
    });
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        reject(new Error(`not listening in time; printed: ${this.printed}`));
      }, PATIENCE_MS);
      const read = (chunk: Buffer) => {
        whole += chunk.toString();
        this.printed = whole;
        if (!STARTED.test(this.printed)) return;
        clearTimeout(deadline);
        resolve(this.printed);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('exit', (code) => {
        clearTimeout(deadline);
        reject(new Error(`ended with ${String(code)}; printed: ${this.printed}`));
      });
    });
  }
}

/** Whether it takes no connection. */
export async function refusesToTalk({ port }: ServiceProcess): Promise<boolean> {
  const socket = connect(port, 'localhost');
  const isRefused = await once(socket, 'connect').then(
    () => false,
    () => true,
  );
  socket.destroy();
  return isRefused;
}
