import type { RecordedEvent } from '#core/audit';
import { refusedInput, SAMPLE_USER } from '#edge';
import { describe } from '../shared/documentation.js';
import { AuditEventQuery, AuditEvents } from './audit-event.dto.js';
import { toAuditEvents } from './audit-event.mapper.js';

const SAMPLE: RecordedEvent = {
  id: '0197a000-0000-7000-8000-000000000001',
  sequence: 1234,
  kind: 'session.ended',
  at: new Date('2030-01-01T12:00:00.000Z'),
  actor: SAMPLE_USER.id,
  accountId: SAMPLE_USER.id,
  sessionId: '0197a000-0000-7000-8000-000000000002',
  organizationId: null,
  origin: 'cadenza',
  address: '192.0.2.1',
  requestId: 'req-1',
  details: { reason: 'logout' },
};

/** The published description of each operation. */
export const documents = {
  list: () =>
    describe({
      tag: 'Audit events',
      scope: 'audit:read',
      operationId: 'listAuditEvents',
      summary: 'List what happened',
      description: 'The newest first, as long as it is kept. Whether the log is whole tells the command line.',
      query: AuditEventQuery,
      success: {
        status: 200,
        description: 'A page of events',
        type: AuditEvents,
        example: toAuditEvents({ rows: [SAMPLE] }),
      },
      errors: [refusedInput(AuditEventQuery, 'query', { kind: 'lunch' }), 'cursor_invalid'],
    }),
};
