import cluster from 'node:cluster';
import { Injectable } from '@nestjs/common';
import { type Answerer, Channel } from './channel.js';

/** From a worker to the process that started it; a process that serves by itself has nobody there. */
@Injectable()
export class PrimaryLink {
  private readonly channel: Channel | undefined;

  constructor() {
    const { worker } = cluster;
    if (!worker) return;
    const channel = new Channel((message) => {
      if (worker.isConnected()) worker.send(message, () => undefined);
    });
    worker.on('message', (message) => {
      channel.receive(message);
    });
    this.channel = channel;
  }

  get isThere(): boolean {
    return this.channel !== undefined;
  }

  /** What the primary answers; undefined where there is none, or when it does not in time. */
  async ask(topic: string, question?: unknown): Promise<unknown> {
    return this.channel?.ask(topic, question);
  }

  /** Says what is answered when the primary asks. */
  answer(topic: string, answerer: Answerer): void {
    this.channel?.answer(topic, answerer);
  }

  /** Lets go of the primary, so that a worker which has finished can end. */
  leave(): void {
    if (cluster.worker?.isConnected()) cluster.worker.disconnect();
  }
}
