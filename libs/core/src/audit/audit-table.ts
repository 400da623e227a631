import { Injectable, Logger } from '@nestjs/common';
import { BY_SYSTEM, type Cause } from '#core/kernel';
import { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Ids } from '#platform/random';
import { AuditEvent, AuditHead } from './audit-event.entity.js';
import { AuditMetrics } from './audit-metrics.js';
import { Chain, EMPTY } from './chain.js';
import type { NewAuditEvent } from './new-audit-event.js';

const LOCK = 'audit';
const ADDRESS_MAX_LENGTH = 64;

interface HeldHead {
  readonly head: Omit<AuditHead, 'seal'>;
  readonly remarks: readonly NewAuditEvent[];
}

export const BEFORE_ALL: Pick<AuditEvent, 'sequence' | 'id'> = { sequence: Number.MIN_SAFE_INTEGER, id: '' };

/** The rows of the log: what comes in is appended, in the order of commits, and nothing is ever changed. */
@Injectable()
export class AuditTable {
  private readonly logger = new Logger('Audit');

  constructor(
    private readonly database: Database,
    private readonly chain: Chain,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly metrics: AuditMetrics,
  ) {}

  /** Appends in one step. To be called as the last thing of a transaction: from here on all others wait. */
  async append(events: readonly NewAuditEvent[]): Promise<void> {
    const found = await this.holdHead();
    const rows: AuditEvent[] = [];
    let { sequence, hash } = found.head;
    for (const event of [...found.remarks, ...events]) {
      const unhashed = this.rowOf(event, sequence + 1, hash);
      rows.push(Object.assign(unhashed, { hash: this.chain.hashOf(unhashed) }));
      ({ sequence, hash } = rows.at(-1) ?? found.head);
    }
    await this.putHead({ ...found.head, sequence, hash }, rows);
    this.database.afterCommit(() => this.metrics.count(events));
  }

  /** Has that event be the first that is kept; to be called with the head held. */
  async moveAnchor(head: Omit<AuditHead, 'seal'>, { sequence, hash }: AuditEvent): Promise<void> {
    await this.database.manager
      .createQueryBuilder()
      .delete()
      .from(AuditEvent)
      .where('sequence <= :sequence', { sequence })
      .execute();
    await this.putHead({ ...head, anchorSequence: sequence, anchorHash: hash });
  }

  /**
   * The head, which until the end of the transaction nobody else can move. One that is gone or not as it was
   * left does not stop the service; what was found goes on record with the next event, for good.
   */
  async holdHead(): Promise<HeldHead> {
    const head = await this.database.firstHeld(LOCK, AuditHead, { id: EMPTY.id });
    if (head && this.chain.isSealed(head)) return { head, remarks: [] };
    const last = await this.last();
    return head || last ? this.restored(head, last) : { head: EMPTY, remarks: [] };
  }

  head(): Promise<AuditHead | null> {
    return this.database.first(AuditHead, { id: EMPTY.id });
  }

  /** The events behind that place in the chain, in its order. */
  after({ sequence, id }: Pick<AuditEvent, 'sequence' | 'id'>, limit: number): Promise<AuditEvent[]> {
    return this.database
      .repository(AuditEvent)
      .createQueryBuilder('event')
      .where('(event.sequence, event.id) > (:sequence, :id)', { sequence, id })
      .orderBy('event.sequence', 'ASC')
      .addOrderBy('event.id', 'ASC')
      .limit(limit)
      .getMany();
  }

  private async last(): Promise<AuditEvent | undefined> {
    const [last] = await this.database.repository(AuditEvent).find({ order: { sequence: 'DESC' }, take: 1 });
    return last;
  }

  private restored(found: AuditHead | null, last: AuditEvent | undefined): HeldHead {
    const foundSequence = found?.sequence ?? null;
    this.logger.error({ event: 'audit.head_broken', foundSequence });
    const end = last ? { sequence: last.sequence, hash: last.hash } : { sequence: 0, hash: '' };
    return {
      head: { ...(found ?? EMPTY), ...end },
      remarks: [{ kind: 'audit.head_broken', details: { foundSequence } }],
    };
  }

  private async putHead(head: Omit<AuditHead, 'seal'>, events: readonly AuditEvent[] = []): Promise<void> {
    await this.database.insertAllAndPut(AuditEvent, events, { entity: AuditHead, row: this.chain.seal(head) });
  }

  private rowOf(event: NewAuditEvent, sequence: number, previousHash: string): Omit<AuditEvent, 'hash'> {
    const { kind, cause = BY_SYSTEM, accountId, sessionId, organizationId, details } = event;
    return {
      id: this.ids.next(),
      sequence,
      kind,
      at: this.clock.now(),
      actor: cause.actor,
      accountId: accountId ?? null,
      sessionId: sessionId ?? cause.sessionId ?? null,
      organizationId: organizationId ?? null,
      ...placeOf(cause),
      details: JSON.stringify(details ?? {}),
      previousHash,
    };
  }
}

function placeOf({ visitor }: Cause): Pick<AuditEvent, 'origin' | 'address' | 'requestId'> {
  return {
    origin: visitor?.origin ?? null,
    address: visitor?.address?.slice(0, ADDRESS_MAX_LENGTH) ?? null,
    requestId: visitor?.requestId ?? null,
  };
}
