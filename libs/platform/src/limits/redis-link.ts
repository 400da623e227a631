import { readFileSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { createClient } from '@redis/client';
import { countingScripts } from './counting-script.js';
import { inTime } from './in-time.js';

const PROBE_MS = 1000;
const START_MS = 2000;
const SILENCE = { pingInterval: 3000, socketTimeout: 10_000 };
const RECONNECT = { firstMs: 50, mostMs: 2000 };

export interface RedisServer {
  readonly url: string;
  /** In place of the authorities that Node.js knows. */
  readonly caFile?: string | undefined;
  /** For one answer. */
  readonly timeoutMs: number;
}

function clientAt({ url, caFile }: RedisServer) {
  return createClient({
    url,
    scripts: countingScripts,
    disableOfflineQueue: true,
    pingInterval: SILENCE.pingInterval,
    socket: {
      ...(caFile !== undefined && { tls: true as const, ca: readFileSync(caFile, 'utf8') }),
      connectTimeout: START_MS,
      socketTimeout: SILENCE.socketTimeout,
      reconnectStrategy: (retries) => Math.min(RECONNECT.firstMs * 2 ** retries, RECONNECT.mostMs),
    },
  });
}

export type Client = ReturnType<typeof clientAt>;

/**
 * The connection to Redis, and whether it is to be relied upon. From the first answer that fails or is late
 * nobody is made to wait for it any more; it is asked again every second until it answers.
 */
export class RedisLink {
  private readonly logger = new Logger('Redis');
  private readonly client: Client;
  private probing: NodeJS.Timeout | undefined;
  private isAsking = false;
  private isClosed = false;
  private lastError: unknown;
  private up = false;
  private outageCount = 0;

  /** @param probe a question that shows whether Redis does what it is needed for */
  constructor(
    private readonly server: RedisServer,
    private readonly probe: (client: Client) => Promise<unknown>,
  ) {
    this.client = clientAt(server);
    this.client.on('error', (error: unknown) => (this.lastError = error));
    this.client.on('ready', () => void this.tryAgain());
  }

  get isUp(): boolean {
    return this.up;
  }

  /** How often it was lost, an absence at the start included. */
  get outages(): number {
    return this.outageCount;
  }

  /** Waits for it a moment; without it everything starts all the same. */
  async open(): Promise<void> {
    const connected = this.client.connect().then(() => this.probe(this.client));
    try {
      await inTime(connected, START_MS);
      this.up = true;
    } catch (error) {
      this.lose(this.lastError ?? error);
    }
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.probing);
    this.client.destroy();
  }

  /** The answer, or undefined when there is none to be had in time. */
  async ask<T>(question: (client: Client) => Promise<T>): Promise<T | undefined> {
    if (!this.up) return undefined;
    try {
      return await inTime(question(this.client), this.server.timeoutMs);
    } catch (error) {
      this.noticeLoss(error);
      return undefined;
    }
  }

  /** Of many questions that come to nothing at the same moment, the first makes the outage. */
  private noticeLoss(error: unknown): void {
    if (this.up) this.lose(error);
  }

  private lose(error: unknown): void {
    if (this.isClosed) return;
    this.up = false;
    this.outageCount += 1;
    const reason = error instanceof Error ? error.message || error.name : String(error);
    this.logger.error({ event: 'redis_lost', reason, consequence: 'this process counts limits by itself' });
    this.probing = setInterval(() => void this.tryAgain(), PROBE_MS).unref();
  }

  /** One question at a time: what a stalled server was asked it will answer when it goes on. */
  private async tryAgain(): Promise<void> {
    if (!this.probing || this.isAsking || !this.client.isReady) return;
    this.isAsking = true;
    try {
      await this.probe(this.client);
      this.find();
    } catch (error) {
      this.lastError = error;
    } finally {
      this.isAsking = false;
    }
  }

  private find(): void {
    clearInterval(this.probing);
    this.probing = undefined;
    if (this.isClosed) return;
    this.up = true;
    this.logger.warn({ event: 'redis_found', consequence: 'limits are shared again' });
  }
}
