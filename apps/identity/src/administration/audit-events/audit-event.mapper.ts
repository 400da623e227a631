import { type AuditFilter, isAuditKind, type RecordedEvent } from '#core/audit';
import type { Page } from '#core/paging';
import { nextOf } from '../shared/paging.dto.js';
import type { AuditEvent, AuditEventQuery, AuditEvents } from './audit-event.dto.js';

export function toAuditFilter({ accountId, organizationId, kind, from, until }: AuditEventQuery): AuditFilter {
  return {
    ...(accountId !== undefined && { accountId }),
    ...(organizationId !== undefined && { organizationId }),
    ...(kind !== undefined && isAuditKind(kind) && { kind }),
    ...(from !== undefined && { from: new Date(from) }),
    ...(until !== undefined && { until: new Date(until) }),
  };
}

export function toAuditEvent(event: RecordedEvent): AuditEvent {
  return {
    id: event.id,
    sequence: event.sequence,
    kind: event.kind,
    at: event.at.toISOString(),
    actor: event.actor,
    accountId: event.accountId,
    sessionId: event.sessionId,
    organizationId: event.organizationId,
    origin: event.origin,
    address: event.address,
    requestId: event.requestId,
    details: event.details,
  };
}

export function toAuditEvents(page: Page<RecordedEvent>): AuditEvents {
  return { events: page.rows.map(toAuditEvent), next: nextOf(page) };
}
