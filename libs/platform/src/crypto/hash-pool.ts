import { Worker } from 'node:worker_threads';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { FairQueue } from './fair-queue.js';
import type { EndOfWork, HashResult, HashTask } from './hash-task.js';
import { type HashingConfig, hashingSection } from './hashing.config.js';

/** More hashes are waiting than the queue holds. Nothing was computed. */
export class HashQueueFullError extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('The password-hashing queue is full');
    this.name = 'HashQueueFullError';
  }
}

/** The algorithm refuses what it was given: a malformed hash, say, or parameters that contradict each other. */
export class HashInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HashInputError';
  }
}

/** On whose behalf a hash is computed. */
export interface OnBehalf {
  /** Each gets one turn a round, and whoever has the most waiting is refused first. */
  readonly parties?: readonly string[];
  /** Told how long it was computed for, in milliseconds: the wait for its turn is no part of that. */
  readonly onComputed?: (milliseconds: number) => void;
}

interface Job extends OnBehalf {
  readonly task: HashTask;
  readonly startedAt: number;
  readonly resolve: (value: string | boolean) => void;
  readonly reject: (reason: Error) => void;
}

type Answer = { readonly value: string | boolean } | { readonly failure: string };

const END: EndOfWork = { kind: 'end' };
const STOPPED = 'Password hashing has stopped';
const FIRST_GUESS_MS = 250;
const WEIGHT_OF_NEWEST = 0.2;

/**
 * Computes password hashes in worker threads: as many at once as configured (one a core), a short
 * queue behind them in which parties take turns, and a refusal past that. The thread that answers requests never
 * computes one, and neither do libuv's, which file and DNS look-ups share.
 */
@Injectable()
export class HashPool implements OnApplicationShutdown {
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Job>();
  private readonly waiting: FairQueue<Job>;
  private usualMs = FIRST_GUESS_MS;
  private stopped = false;
  private tell: (waitedSeconds: number) => void = () => undefined;

  constructor(@Inject(hashingSection.token) private readonly config: HashingConfig) {
    this.waiting = new FairQueue(config.queueLimit);
  }

  /**
   * @throws HashQueueFullError when the queue is full, at once or when a fairer share needs the place
   * @throws HashInputError
   * @throws Error when the thread is lost that computes it, or the application stops before its turn
   */
  async run<T extends HashTask>(task: T, behalf: OnBehalf = {}): Promise<HashResult<T>> {
    if (this.stopped) throw new Error(STOPPED);
    const value = await new Promise<string | boolean>((resolve, reject) => {
      const job = { ...behalf, task, startedAt: performance.now(), resolve, reject };
      const refused = this.waiting.push(job, behalf.parties ?? []);
      refused?.reject(new HashQueueFullError(this.secondsUntilRoom()));
      this.startNext();
    });
    return value as HashResult<T>;
  }

  /** How many are waiting at this moment. */
  get queueLength(): number {
    return this.waiting.length;
  }

  /** Has it told, when a hash's turn comes, for how long it has waited. */
  onTurn(listener: (waitedSeconds: number) => void): void {
    this.tell = listener;
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const job of this.waiting.drain()) job.reject(new Error(STOPPED));
    const workers = [...this.idle.splice(0), ...this.busy.keys()];
    await Promise.all(workers.map(endThread));
  }

  private startNext(): void {
    if (this.stopped || this.waiting.length === 0) return;
    const worker = this.idle.pop() ?? this.addWorker();
    const job = worker && this.waiting.shift();
    if (!worker || !job) return;
    const startedAt = performance.now();
    this.tell((startedAt - job.startedAt) / 1000);
    this.busy.set(worker, { ...job, startedAt });
    worker.ref();
    worker.postMessage(job.task);
  }

  private addWorker(): Worker | undefined {
    if (this.busy.size + this.idle.length >= this.config.workers) return undefined;
    const worker = new Worker(new URL('./hash-worker.mjs', import.meta.url));
    worker.on('message', (answer: Answer) => this.finish(worker, answer));
    worker.on('error', (error) => this.lose(worker, error));
    worker.on('exit', () => this.lose(worker, new Error('A hashing thread ended')));
    return worker;
  }

  private finish(worker: Worker, answer: Answer): void {
    const job = this.busy.get(worker);
    this.busy.delete(worker);
    // One that is being ended keeps the process alive until it has: whoever waits for that would never hear of it.
    if (!this.stopped) {
      worker.unref();
      this.idle.push(worker);
    }
    if (job) {
      const elapsedMs = performance.now() - job.startedAt;
      this.usualMs += WEIGHT_OF_NEWEST * (elapsedMs - this.usualMs);
      job.onComputed?.(elapsedMs);
      if ('value' in answer) job.resolve(answer.value);
      else job.reject(new HashInputError(answer.failure));
    }
    this.startNext();
  }

  private lose(worker: Worker, reason: Error): void {
    const job = this.busy.get(worker);
    this.busy.delete(worker);
    const place = this.idle.indexOf(worker);
    if (place >= 0) this.idle.splice(place, 1);
    job?.reject(reason);
    this.startNext();
  }

  private secondsUntilRoom(): number {
    return Math.max(1, Math.ceil((this.waiting.length * this.usualMs) / this.config.workers / 1000));
  }
}

/**
 * Has a thread end once it has finished what it does. `terminate()` would wait for a hash as well, and takes the whole
 * process with it when it meets a thread that is just loading bcrypt: that throws where nothing can catch it.
 */
async function endThread(worker: Worker): Promise<void> {
  await new Promise((resolve) => {
    worker.once('exit', resolve);
    worker.ref();
    worker.postMessage(END);
  });
}
