import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, secondsAfter } from '#platform/clock';
import { Database } from '#platform/database';
import { type AuditConfig, auditSection } from './audit.config.js';
import type { AuditEvent } from './audit-event.entity.js';
import { AuditTable, BEFORE_ALL } from './audit-table.js';
import { Chain } from './chain.js';

const LOOK_EVERY_MS = 3_600_000;
const ROWS_AT_ONCE = 1000;

/**
 * Removes what has been on record for longer than is wanted, from the beginning of the chain only; the head
 * keeps the hash of the last event removed, and from there on the chain is as verifiable as before.
 */
@Injectable()
export class AuditRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private timer: NodeJS.Timeout | undefined;
  private pruning: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(auditSection.token) private readonly config: AuditConfig,
    private readonly database: Database,
    private readonly table: AuditTable,
    private readonly chain: Chain,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.pruneInBackground(), LOOK_EVERY_MS).unref();
    this.pruneInBackground();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.pruning;
  }

  /** Removes all that is too old, and tells how many events that was. */
  async prune(): Promise<number> {
    const oldest = secondsAfter(this.clock.now(), -this.config.retentionSeconds);
    let removed = 0;
    for (let some = await this.pruneSome(oldest); some > 0; some = await this.pruneSome(oldest)) removed += some;
    return removed;
  }

  private async pruneSome(oldest: Date): Promise<number> {
    // Mostly there is nothing to do, and seeing so must not keep anybody from writing.
    if (this.outdated(await this.table.after(BEFORE_ALL, 1), oldest).length === 0) return 0;
    return this.database.transaction(async () => {
      const { head } = await this.table.holdHead();
      const events = this.outdated(await this.table.after(BEFORE_ALL, ROWS_AT_ONCE), oldest);
      const last = events.at(-1);
      if (last) await this.table.moveAnchor(head, last);
      return events.length;
    });
  }

  /** Those at the beginning that are too old, as far as they are genuine: a stranger's date removes nothing. */
  private outdated(events: readonly AuditEvent[], oldest: Date): readonly AuditEvent[] {
    const end = events.findIndex((event) => event.at >= oldest || !this.chain.isGenuine(event));
    return end < 0 ? events : events.slice(0, end);
  }

  private pruneInBackground(): void {
    this.pruning = this.prune().catch((error: unknown) => {
      this.logger.error({ event: 'audit.not_pruned', reason: error instanceof Error ? error.message : String(error) });
    });
  }
}
