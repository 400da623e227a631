import { Injectable } from '@nestjs/common';
import type { AuditEvent, AuditHead } from './audit-event.entity.js';
import { AuditTable, BEFORE_ALL } from './audit-table.js';
import { Chain, EMPTY } from './chain.js';

/** A place in the chain, noted outside of the database. */
export interface NotedPlace {
  readonly sequence: number;
  readonly hash: string;
}

export type AuditFault = 'altered' | 'missing' | 'inserted' | 'unlinked' | 'head_broken' | 'rewound';

export type AuditVerdict =
  | { readonly isWhole: true; readonly events: number; readonly head: NotedPlace }
  | {
      readonly isWhole: false;
      readonly fault: AuditFault;
      /** The first place in the chain that is wrong. */
      readonly sequence: number;
      /** The row found there, if there is one. */
      readonly eventId?: string;
      readonly reason: string;
    };

type Broken = Extract<AuditVerdict, { isWhole: false }>;

type Anchor = Pick<AuditHead, 'anchorSequence' | 'anchorHash'>;
type Place = NotedPlace & { readonly id: string };

const ROWS_AT_ONCE = 1000;

/** Walks the chain from what is kept of its beginning to its head. Writers may go on meanwhile. */
@Injectable()
export class AuditVerifier {
  constructor(
    private readonly table: AuditTable,
    private readonly chain: Chain,
  ) {}

  /** @param noted a head that was told earlier: it must still lie on the way */
  async verify(noted?: NotedPlace): Promise<AuditVerdict> {
    const head = await this.table.head();
    if (head && !this.chain.isSealed(head))
      return broken('head_broken', head.sequence, 'the head is not as it was left');
    const verdict = await this.walk(head ?? EMPTY, noted);
    // Retention may have removed what was about to be read, or the very first event may just have been written.
    const isMoved = (await this.table.head())?.anchorSequence !== head?.anchorSequence;
    return !verdict.isWhole && isMoved ? this.verify(noted) : verdict;
  }

  private async walk(from: Anchor, noted: NotedPlace | undefined): Promise<AuditVerdict> {
    let place: Place = { sequence: from.anchorSequence, hash: from.anchorHash, id: '' };
    let cursor = BEFORE_ALL;
    if (isElsewhere(noted, place)) return rewound(noted);
    for (;;) {
      const events = await this.table.after(cursor, ROWS_AT_ONCE);
      for (const event of events) {
        const fault = this.faultIn(event, place);
        if (fault) return fault;
        if (isElsewhere(noted, event)) return rewound(noted);
        place = cursor = event;
      }
      if (events.length > 0) continue;
      if (await this.isAtHead(place)) break;
      // The head was read after the rows: what it speaks of, if it was written just now, is there at a second look.
      if ((await this.table.after(cursor, 1)).length > 0) continue;
      return broken('missing', place.sequence + 1, 'the log ends before its head');
    }
    return this.verdictAt(place, from, noted);
  }

  /** Whoever writes meanwhile moves the head with what it writes. */
  private async isAtHead({ sequence }: Place): Promise<boolean> {
    return ((await this.table.head())?.sequence ?? 0) <= sequence;
  }

  private async verdictAt(place: Place, from: Anchor, noted: NotedPlace | undefined): Promise<AuditVerdict> {
    const head = (await this.table.head()) ?? EMPTY;
    const { sequence, hash } = place;
    if (head === EMPTY && sequence > 0) return broken('head_broken', sequence, 'the head is gone');
    if (head.sequence < sequence) return broken('inserted', head.sequence + 1, 'it lies behind the head');
    if (head.sequence === sequence && head.hash !== hash) return broken('altered', sequence, 'the head knows another');
    if (noted && noted.sequence > sequence) return rewound(noted);
    return { isWhole: true, events: sequence - from.anchorSequence, head: { sequence, hash } };
  }

  private faultIn(event: AuditEvent, before: Place): Broken | undefined {
    const { sequence } = event;
    if (sequence <= before.sequence) return broken('inserted', sequence, 'its place was taken already', event);
    if (sequence > before.sequence + 1) return broken('missing', before.sequence + 1, `the next row is ${sequence}`);
    if (!this.chain.isGenuine(event)) return broken('altered', sequence, 'its hash does not fit its content', event);
    if (event.previousHash !== before.hash) return broken('unlinked', sequence, 'it follows another row', event);
    if (event.kind !== 'audit.head_broken') return undefined;
    return broken('head_broken', sequence, 'before this event, the head was found gone or changed', event);
  }
}

function isElsewhere(noted: NotedPlace | undefined, { sequence, hash }: NotedPlace): noted is NotedPlace {
  return noted?.sequence === sequence && noted.hash !== hash;
}

function rewound({ sequence }: NotedPlace): Broken {
  return broken('rewound', sequence, 'the head that was noted is not on the way: an older state was put back');
}

function broken(fault: AuditFault, sequence: number, reason: string, event?: AuditEvent): Broken {
  return { isWhole: false, fault, sequence, reason, ...(event && { eventId: event.id }) };
}
