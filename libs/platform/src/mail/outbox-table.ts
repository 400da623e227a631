import { Injectable } from '@nestjs/common';
import { MoreThanOrEqual, type SelectQueryBuilder } from 'typeorm';
import { Clock, secondsAfter } from '#platform/clock';
import { Sealer } from '#platform/crypto';
import { Database, toStored } from '#platform/database';
import { Ids } from '#platform/random';
import type { Backlog, Mail, SettledMail } from './mail.js';
import { OutboxMessage } from './outbox-message.entity.js';

/** The rows of the outbox, and the only place that knows how they are kept. */
@Injectable()
export class OutboxTable {
  private tell: (mail: SettledMail) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  onSettled(listener: (mail: SettledMail) => Promise<void>): void {
    this.tell = listener;
  }

  async add({ to, subject, text, html, links, about }: Mail, status: 'queued' | 'mailbox'): Promise<string> {
    const id = this.ids.next();
    const now = this.clock.now();
    await this.database.insert(OutboxMessage, {
      id,
      sealed: this.sealer.seal(JSON.stringify({ to, subject, text, html, links, about }), contextOf(id)),
      status,
      attempts: 0,
      dueAt: now,
      leasedUntil: null,
      createdAt: now,
      settledAt: null,
      lastFailure: null,
    });
    return id;
  }

  /**
   * Takes the message that has been due for longest, for that long. Of several processes that look at
   * the same moment each gets another one, and none waits for another. Undefined when none is due.
   */
  async claimNext(leaseSeconds: number): Promise<OutboxMessage | undefined> {
    const now = this.clock.now();
    // Mostly there is nothing to do, and seeing so must not keep anybody from writing.
    if (!(await this.due(now).getExists())) return undefined;
    return this.database.transaction(async () => {
      const message = await this.database.forUpdate(this.due(now)).limit(1).getOne();
      if (!message) return undefined;
      const claim = { attempts: message.attempts + 1, leasedUntil: secondsAfter(now, leaseSeconds) };
      await this.changeQueued(message, claim);
      return Object.assign(message, claim);
    });
  }

  async markSent(claim: OutboxMessage): Promise<void> {
    await this.settle(claim, 'sent', {});
  }

  async postpone(claim: OutboxMessage, lastFailure: string, delaySeconds: number): Promise<void> {
    const dueAt = secondsAfter(this.clock.now(), delaySeconds);
    await this.changeQueued(claim, { dueAt, leasedUntil: null, lastFailure });
  }

  async giveUp(claim: OutboxMessage, lastFailure: string): Promise<void> {
    await this.settle(claim, 'failed', { lastFailure });
  }

  newestInMailbox(limit: number): Promise<OutboxMessage[]> {
    return this.database.repository(OutboxMessage).find({
      where: { status: 'mailbox' },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: limit,
    });
  }

  /** How the way out is doing, `failedSince` that moment. */
  async backlog(failedSince: Date): Promise<Backlog> {
    const messages = this.database.repository(OutboxMessage);
    const [oldest] = await messages.find({ where: { status: 'queued' }, order: { createdAt: 'ASC' }, take: 1 });
    const queued = await messages.countBy({ status: 'queued' });
    const failed = await messages.countBy({ status: 'failed', settledAt: MoreThanOrEqual(failedSince) });
    return { queued, oldestQueuedAt: oldest?.createdAt ?? null, failed };
  }

  /** @throws UnsealError */
  open({ id, sealed }: OutboxMessage): Mail {
    return JSON.parse(this.sealer.open(sealed ?? '', contextOf(id))) as Mail;
  }

  private async settle(
    claim: OutboxMessage,
    outcome: SettledMail['outcome'],
    more: Partial<OutboxMessage>,
  ): Promise<void> {
    const change = { status: outcome, sealed: null, leasedUntil: null, settledAt: this.clock.now(), ...more };
    const about = this.aboutOf(claim);
    await this.database.transaction(async () => {
      if (await this.changeQueued(claim, change)) await this.tell({ id: claim.id, outcome, ...(about && { about }) });
    });
  }

  /** A mail that cannot be opened is about nobody any more. */
  private aboutOf(claim: OutboxMessage): Mail['about'] {
    try {
      return this.open(claim).about;
    } catch {
      return undefined;
    }
  }

  private due(now: Date): SelectQueryBuilder<OutboxMessage> {
    const moment = { now: toStored(now) };
    return this.database
      .repository(OutboxMessage)
      .createQueryBuilder('message')
      .where("message.status = 'queued' AND message.dueAt <= :now", moment)
      .andWhere('(message.leasedUntil IS NULL OR message.leasedUntil <= :now)', moment)
      .orderBy('message.dueAt', 'ASC');
  }

  /** Changes the row only if nobody has claimed or settled it since it was read. */
  private async changeQueued(seen: OutboxMessage, change: Partial<OutboxMessage>): Promise<boolean> {
    const { id, attempts } = seen;
    return (await this.database.update(OutboxMessage, { id, attempts, status: 'queued' }, change)) === 1;
  }
}

function contextOf(id: string): string {
  return `outbox_messages.sealed:${id}`;
}
