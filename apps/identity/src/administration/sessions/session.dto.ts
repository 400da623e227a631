import { ApiProperty } from '@nestjs/swagger';

const MOMENT = { type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' };

/** One sign-in, good or over. */
export class AccountSession {
  @ApiProperty({ format: 'uuid', example: '0197a000-0000-7000-8000-000000000001' })
  id!: string;

  @ApiProperty({ description: 'The documented API that was signed in through.', example: 'cadenza' })
  dialect!: string;

  @ApiProperty({ type: String, nullable: true, description: 'What the client called itself.', example: 'Mozilla/5.0' })
  device!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Where the sign-in came from.', example: '192.0.2.1' })
  address!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'What it was opened for.', example: null })
  organizationId!: string | null;

  @ApiProperty(MOMENT)
  createdAt!: string;

  @ApiProperty({ ...MOMENT, description: 'To the minute.' })
  lastUsedAt!: string;

  @ApiProperty({ ...MOMENT, description: 'When it is over at the latest.' })
  expiresAt!: string;

  @ApiProperty({ ...MOMENT, nullable: true, description: 'Null while it is good.', example: null })
  endedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it is over.', example: null })
  endReason!: string | null;
}

export class AccountSessions {
  @ApiProperty({ type: [AccountSession] })
  sessions!: AccountSession[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page.', example: null })
  next!: string | null;
}

export class EndedAccountSessions {
  @ApiProperty({ type: 'integer', description: 'How many sessions were ended.', example: 2 })
  ended!: number;
}
