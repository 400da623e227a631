import { Injectable } from '@nestjs/common';
import { equalInConstantTime, KeyRing } from '#platform/crypto';
import type { AuditEvent, AuditHead } from './audit-event.entity.js';

/** Everything of an event that its hash covers. */
export type ChainedEvent = Omit<AuditEvent, 'hash'>;

type SealedHead = Omit<AuditHead, 'seal'>;

const KEY = { event: 'audit/event', head: 'audit/head' };

/** The head of a log that nothing was written into yet. */
export const EMPTY: SealedHead = { id: 'head', sequence: 0, hash: '', anchorSequence: 0, anchorHash: '' };

/**
 * Binds each event to the one before it, under keys that are not in the database: whoever can write
 * there, but has not got the master key, can make no row that fits.
 */
@Injectable()
export class Chain {
  constructor(private readonly keys: KeyRing) {}

  /** An event of no organization has the form that all had before organizations were recorded: one place fewer. */
  hashOf(event: ChainedEvent): string {
    const { previousHash, sequence, id, kind, at, actor, accountId, sessionId } = event;
    const { origin, address, requestId, details, organizationId } = event;
    const where = [origin, address, requestId];
    const form = [previousHash, sequence, id, kind, at.getTime(), actor, accountId, sessionId, ...where, details];
    if (organizationId !== null) form.push(organizationId);
    return this.keys.digest(KEY.event, JSON.stringify(form));
  }

  isGenuine(event: AuditEvent): boolean {
    return equalInConstantTime(this.hashOf(event), event.hash);
  }

  seal(head: SealedHead): AuditHead {
    return { ...head, seal: this.sealOf(head) };
  }

  isSealed(head: AuditHead): boolean {
    return equalInConstantTime(this.sealOf(head), head.seal);
  }

  private sealOf({ id, sequence, hash, anchorSequence, anchorHash }: SealedHead): string {
    return this.keys.digest(KEY.head, JSON.stringify([id, sequence, hash, anchorSequence, anchorHash]));
  }
}
