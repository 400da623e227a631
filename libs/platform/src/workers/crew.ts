import cluster, { type Worker } from 'node:cluster';
import { Logger } from '@nestjs/common';
import { Channel } from './channel.js';

/** A worker that lived for so long has not died of how it was started. */
const SETTLED_MS = 60_000;
/** By how much longer a worker is waited for than it waits by itself. */
const GRACE_MS = 1000;
const PAUSE = { firstMs: 100, mostMs: 30_000 };

/** What is asked of a worker to have it stop, with the signal that wants it to. */
export const STOP = 'stop';

export interface CrewOptions {
  readonly size: number;
  /** The program that each worker runs, and what it is started with. */
  readonly entry: string;
  readonly args: readonly string[];
  /** How long workers have to stop by themselves. */
  readonly stopTimeoutSeconds: number;
}

/** A worker ended before it listened; what was wrong it has said itself. */
export class WorkerFailed extends Error {
  constructor() {
    super('A worker ended before it listened; what was wrong is said above.');
    this.name = WorkerFailed.name;
  }
}

interface Member {
  readonly worker: Worker;
  readonly channel: Channel;
  readonly startedAt: number;
  isListening: boolean;
}

/** The workers of one primary: started, replaced when they die, stopped together. */
export class Crew {
  private readonly logger = new Logger('Workers');
  private readonly members = new Set<Member>();
  private readonly replacing = new Set<NodeJS.Timeout>();
  private hasStarted = false;
  private isStopping = false;
  private hasFailed = false;
  private quickDeaths = 0;
  private finish: (exitCode: number) => void = () => undefined;

  /** @param attend is given each worker's channel before the worker can ask anything */
  constructor(
    private readonly options: CrewOptions,
    private readonly attend: (channel: Channel) => void,
  ) {}

  /**
   * Starts one, which makes ready what all need (keys, tables), and then the others.
   *
   * @returns the port on which they listen
   * @throws WorkerFailed
   */
  async start(): Promise<number> {
    const { entry: exec, args, size } = this.options;
    cluster.setupPrimary({ exec, args: [...args], serialization: 'advanced' });
    const port = await this.add();
    await Promise.all(Array.from({ length: size - 1 }, () => this.add()));
    this.hasStarted = true;
    return port;
  }

  /** What each of those that listen answers, but for those that do not in time. */
  async askAll(topic: string): Promise<unknown[]> {
    const listening = [...this.members].filter(({ isListening }) => isListening);
    const answers = await Promise.all(listening.map(({ channel }) => channel.ask(topic)));
    return answers.filter((answer) => answer !== undefined);
  }

  /** Has all finish what they have accepted. @returns the exit code: 0 when each of them ended with 0 */
  stop(signal: NodeJS.Signals): Promise<number> {
    this.isStopping = true;
    for (const timer of this.replacing) clearTimeout(timer);
    const finished = new Promise<number>((resolve) => (this.finish = resolve));
    for (const { worker, channel, isListening } of this.members) {
      if (isListening) void channel.ask(STOP, signal);
      // It serves nobody yet, and whatever it is at bears being cut short.
      else worker.process.kill('SIGKILL');
    }
    setTimeout(
      () => {
        this.giveUp();
      },
      this.options.stopTimeoutSeconds * 1000 + GRACE_MS,
    ).unref();
    this.finishIfEmpty();
    return finished;
  }

  private add(): Promise<number> {
    const worker = cluster.fork();
    const channel = new Channel((message) => {
      if (worker.isConnected()) worker.send(message, () => undefined);
    });
    const member: Member = { worker, channel, startedAt: performance.now(), isListening: false };
    this.members.add(member);
    this.attend(channel);
    worker.on('message', (message) => {
      channel.receive(message);
    });
    worker.on('error', (error) => {
      this.logger.error(error);
    });
    return new Promise((resolve, reject) => {
      worker.once('listening', ({ port }) => {
        member.isListening = true;
        resolve(port);
      });
      worker.once('exit', (code, signal) => {
        this.bury(member, code, signal);
        // Whoever stops meanwhile waits for the end of all, not for the start of this one.
        if (!this.isStopping) reject(new WorkerFailed());
      });
    });
  }

  private bury(member: Member, code: number | null, signal: string | null): void {
    this.members.delete(member);
    if (this.isStopping) {
      if (code !== 0 && member.isListening) this.hasFailed = true;
      this.finishIfEmpty();
    } else if (this.hasStarted) {
      this.replace(member, code ?? signal);
    }
  }

  private replace({ worker, startedAt }: Member, reason: unknown): void {
    this.quickDeaths = performance.now() - startedAt < SETTLED_MS ? this.quickDeaths + 1 : 1;
    const pauseMs = Math.min(PAUSE.firstMs * 2 ** (this.quickDeaths - 1), PAUSE.mostMs);
    this.logger.error({ event: 'worker_died', died: worker.id, reason, replacedInMs: pauseMs });
    const timer = setTimeout(() => {
      this.replacing.delete(timer);
      this.add().then(
        () => {
          this.logger.warn({ event: 'worker_replaced', died: worker.id });
        },
        // Its end was seen, and the next one is on its way.
        () => undefined,
      );
    }, pauseMs);
    this.replacing.add(timer);
  }

  private finishIfEmpty(): void {
    if (this.members.size === 0) this.finish(this.hasFailed ? 1 : 0);
  }

  private giveUp(): void {
    this.hasFailed = true;
    for (const { worker } of this.members) worker.process.kill('SIGKILL');
  }
}
