import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AUDIT_KINDS, isAuditKind } from '#core/audit';
import { CheckedField, IdentifierField, MomentField, Optional } from '#edge';
import { PageQuery } from '../shared/paging.dto.js';

const MOMENT = { type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' };
const TEXT = { type: String, nullable: true };

/** A kind of event that there may be; what administrators did begins with `admin.`. */
const KindField = () =>
  CheckedField('is_kind', 'must be a kind of event', (value) => typeof value === 'string' && isAuditKind(value));

/** What is looked for; all that is given has to fit. */
export class AuditEventQuery extends PageQuery {
  @ApiPropertyOptional({ type: String, description: 'The account that it is about.' })
  @Optional()
  @IdentifierField()
  accountId?: string;

  @ApiPropertyOptional({ type: String, description: 'The organization that it is about.' })
  @Optional()
  @IdentifierField()
  organizationId?: string;

  @ApiPropertyOptional({
    type: String,
    description: `One of ${AUDIT_KINDS.join(', ')}; or \`admin.\` and what an administrator did.`,
    example: 'session.ended',
  })
  @Optional()
  @KindField()
  kind?: string;

  @ApiPropertyOptional({ ...MOMENT, description: 'The first moment that counts.' })
  @Optional()
  @MomentField()
  from?: string;

  @ApiPropertyOptional({ ...MOMENT, description: 'The first moment that does not.' })
  @Optional()
  @MomentField()
  until?: string;
}

/** One thing that happened. */
export class AuditEvent {
  @ApiProperty({ format: 'uuid', example: '0197a000-0000-7000-8000-000000000001' })
  id!: string;

  @ApiProperty({ type: 'integer', description: 'Its place in the log.', example: 1234 })
  sequence!: number;

  @ApiProperty({ example: 'session.ended' })
  kind!: string;

  @ApiProperty(MOMENT)
  at!: string;

  @ApiProperty({
    description:
      'The id of the account or of the API key that did it, `cli`, `system`, or `anybody` who was not proved to be somebody.',
    example: '8a1f6c52-3e0b-4d7c-9f21-6b5d0c4e7a38',
  })
  actor!: string;

  @ApiProperty({ ...TEXT, example: '8a1f6c52-3e0b-4d7c-9f21-6b5d0c4e7a38' })
  accountId!: string | null;

  @ApiProperty({ ...TEXT, example: '0197a000-0000-7000-8000-000000000002' })
  sessionId!: string | null;

  @ApiProperty({ ...TEXT, example: null })
  organizationId!: string | null;

  @ApiProperty({ ...TEXT, description: 'The API that it came through.', example: 'cadenza' })
  origin!: string | null;

  @ApiProperty({ ...TEXT, description: 'The network address that it came from.', example: '192.0.2.1' })
  address!: string | null;

  @ApiProperty({ ...TEXT, description: 'By which the request is found in the logs.', example: 'req-1' })
  requestId!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { reason: 'logout' } })
  details!: Record<string, unknown>;
}

export class AuditEvents {
  @ApiProperty({ type: [AuditEvent], description: 'The newest first.' })
  events!: AuditEvent[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page.', example: null })
  next!: string | null;
}
