import { Injectable } from '@nestjs/common';
import { type Page, type PageOrder, Pages } from '#core/paging';
import { Database, toStored } from '#platform/database';
import { AuditEvent } from './audit-event.entity.js';
import { AuditTable } from './audit-table.js';
import { AuditVerifier, type AuditVerdict, type NotedPlace } from './audit-verifier.js';
import type { AuditKind } from './kinds.js';
import type { NewAuditEvent } from './new-audit-event.js';

/** An event as it is shown: without the links of the chain. */
export interface RecordedEvent {
  readonly id: string;
  readonly sequence: number;
  readonly kind: string;
  readonly at: Date;
  readonly actor: string;
  readonly accountId: string | null;
  readonly sessionId: string | null;
  readonly organizationId: string | null;
  readonly origin: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Where a page ends. */
export type AuditPlace = Pick<RecordedEvent, 'at' | 'sequence'>;

export interface AuditFilter {
  readonly accountId?: string;
  readonly organizationId?: string;
  readonly kind?: AuditKind;
  /** The first moment that counts. */
  readonly from?: Date;
  /** The first moment that does not. */
  readonly until?: Date;
  /** Where the page before ended. */
  readonly after?: AuditPlace;
  /** At most so many, at most 500. */
  readonly limit?: number;
}

export interface AuditPage {
  /** Newest first. */
  readonly events: readonly RecordedEvent[];
  /** Where to go on; absent on the last page. */
  readonly next?: AuditPlace;
}

const LIMIT = 50;
const MAX_LIMIT = 500;

/** What happened, on record: appended, never changed. */
@Injectable()
export class AuditService {
  private waiting: NewAuditEvent[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly table: AuditTable,
    private readonly verifier: AuditVerifier,
    private readonly pages: Pages,
  ) {}

  /**
   * Puts an event on record in the transaction in progress, as its last step: it is kept if and only if
   * what it tells of is. Outside of one it is a transaction of its own.
   */
  record(event: NewAuditEvent): Promise<void> {
    return this.database.gather(event, this.append);
  }

  /**
   * Puts on record what came to nothing and therefore has no transaction. Those that arrive while one such
   * transaction is being written share the next one, so that in a storm the disk sets the pace and not the storm.
   */
  recordFailure(event: NewAuditEvent): Promise<void> {
    this.waiting.push(event);
    // The first to come behind a transaction that is under way makes the next; whoever comes later joins it.
    if (this.waiting.length === 1) this.writing = this.writing.then(ignore, ignore).then(() => this.writeWaiting());
    return this.writing;
  }

  /** A page of events; each page costs the same, however far back it lies. */
  async find(filter: AuditFilter = {}): Promise<AuditPage> {
    const { accountId, organizationId, kind, from, until, after, limit = LIMIT } = filter;
    const wanted = Math.max(1, Math.min(limit, MAX_LIMIT));
    const query = this.database
      .repository(AuditEvent)
      .createQueryBuilder('event')
      .limit(wanted + 1);
    query.orderBy('event.at', 'DESC').addOrderBy('event.sequence', 'DESC');
    if (accountId !== undefined) query.andWhere('event.accountId = :accountId', { accountId });
    if (organizationId !== undefined) query.andWhere('event.organizationId = :organizationId', { organizationId });
    if (kind !== undefined) query.andWhere('event.kind = :kind', { kind });
    if (from) query.andWhere('event.at >= :from', { from: toStored(from) });
    // Where the page before ended lies before that already; given both bounds, SQLite may begin at the wrong one.
    if (until && !after) query.andWhere('event.at < :until', { until: toStored(until) });
    if (after) {
      const place = { afterAt: toStored(after.at), afterSequence: after.sequence };
      query.andWhere('(event.at, event.sequence) < (:afterAt, :afterSequence)', place);
    }
    const rows = await query.getMany();
    const events = rows.slice(0, wanted).map(shown);
    const last = events.at(-1);
    return { events, ...(rows.length > wanted && last && { next: { at: last.at, sequence: last.sequence } }) };
  }

  /**
   * The same for whoever is outside: the place where a page ends is signed, and good for that filter only.
   *
   * @throws CursorInvalid
   */
  list(filter: Omit<AuditFilter, 'after' | 'limit'>, order: PageOrder = {}): Promise<Page<RecordedEvent>> {
    const { accountId, organizationId, kind, from, until } = filter;
    const wanted = [accountId, organizationId, kind, from?.getTime(), until?.getTime()];
    return this.pages.read(`audit-events ${JSON.stringify(wanted)}`, order, keyOf, async (limit, key) => {
      const { events } = await this.find({ ...filter, limit, ...(key !== undefined && { after: placeAt(key) }) });
      return [...events];
    });
  }

  /**
   * Tells whether the log is what was written, or the first place that is not.
   *
   * @param noted the head of an earlier verdict, kept elsewhere: only that shows an older state put back as a whole
   */
  verify(noted?: NotedPlace): Promise<AuditVerdict> {
    return this.verifier.verify(noted);
  }

  private readonly append = (events: readonly NewAuditEvent[]): Promise<void> => this.table.append(events);

  private async writeWaiting(): Promise<void> {
    const events = this.waiting;
    this.waiting = [];
    await this.database.transaction(() => this.table.append(events));
  }
}

function shown(event: AuditEvent): RecordedEvent {
  const { id, sequence, kind, at, actor, accountId, sessionId, organizationId, origin, address, requestId } = event;
  const details = JSON.parse(event.details) as Record<string, unknown>;
  return { id, sequence, kind, at, actor, accountId, sessionId, organizationId, origin, address, requestId, details };
}

function keyOf({ at, sequence }: AuditPlace): string {
  return `${at.getTime()}.${sequence}`;
}

function placeAt(key: string): AuditPlace {
  const [at, sequence] = key.split('.').map(Number);
  return { at: new Date(at ?? 0), sequence: sequence ?? 0 };
}

function ignore(): void {
  // How the transaction before fared is told to those who were in it.
}
