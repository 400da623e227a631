import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Bell } from './bell.js';
import { type MailConfig, mailSection } from './mail.config.js';
import { MailDeliveryError, MailTransport } from './mail-transport.js';
import type { OutboxMessage } from './outbox-message.entity.js';
import { OutboxTable } from './outbox-table.js';

const LOOK_EVERY_MS = 3000;
/** Longer than any attempt lasts (see MailTransport), so that only a dead process loses its lease. */
const LEASE_SECONDS = 180;
const MAX_ATTEMPTS = 20;
const FIRST_DELAY_SECONDS = 5;
const MAX_DELAY_SECONDS = 600;

/** Sends what is in the outbox, one mail at a time, for as long as the application runs. */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxWorker.name);
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly table: OutboxTable,
    private readonly transport: MailTransport,
    private readonly bell: Bell,
    @Inject(mailSection.token) private readonly config: MailConfig,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.smtpUrl) this.running = this.run();
  }

  /** Lets the mail in hand be finished; the others wait for the next start, or for another process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    this.bell.ring();
    await this.running;
  }

  /** Sends all that is due, and returns when nothing is left that is due and not in other hands. */
  async sendDue(): Promise<void> {
    for (let claim = await this.claimNext(); claim; claim = await this.claimNext()) await this.attempt(claim);
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      await this.sendDue().catch((error: unknown) => this.logger.error(`The outbox is out of reach: ${reason(error)}`));
      await this.bell.wait(LOOK_EVERY_MS);
    }
  }

  private async claimNext(): Promise<OutboxMessage | undefined> {
    return this.isStopping ? undefined : this.table.claimNext(LEASE_SECONDS);
  }

  private async attempt(claim: OutboxMessage): Promise<void> {
    try {
      await this.transport.send({ ...this.table.open(claim), id: claim.id });
    } catch (error) {
      return this.settleFailure(claim, error);
    }
    await this.table.markSent(claim);
  }

  private async settleFailure(claim: OutboxMessage, error: unknown): Promise<void> {
    const isFinal = error instanceof MailDeliveryError && error.isFinal;
    const summary = `Mail ${claim.id} was not sent at attempt ${claim.attempts}: ${reason(error)}`;
    if (isFinal || claim.attempts >= MAX_ATTEMPTS) {
      this.logger.error(`${summary}; given up`);
      return this.table.giveUp(claim, reason(error));
    }
    const delaySeconds = delayAfter(claim.attempts);
    this.logger.warn(`${summary}; next attempt in ${delaySeconds} s`);
    return this.table.postpone(claim, reason(error), delaySeconds);
  }
}

/** Doubles with every attempt, up to ten minutes: twenty attempts span about two hours. */
function delayAfter(attempts: number): number {
  return Math.min(FIRST_DELAY_SECONDS * 2 ** (attempts - 1), MAX_DELAY_SECONDS);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
