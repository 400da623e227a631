import { ApiProperty } from '@nestjs/swagger';

const MOMENT = { type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' };

/** One sign-in that is still good. */
export class OwnSession {
  @ApiProperty({ format: 'uuid', example: '0197a000-0000-7000-8000-000000000001' })
  id!: string;

  @ApiProperty({ description: 'Whether it is the one that asks.', example: true })
  current!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'What the client called itself.', example: 'Mozilla/5.0' })
  device!: string | null;

  @ApiProperty({ description: 'The documented API that was signed in through.', example: 'cadenza' })
  dialect!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The network address of the sign-in.',
    example: '192.0.2.1',
  })
  address!: string | null;

  @ApiProperty(MOMENT)
  createdAt!: string;

  @ApiProperty({ ...MOMENT, description: 'To the minute.' })
  lastUsedAt!: string;
}

export class OwnSessions {
  @ApiProperty({ type: [OwnSession], description: 'The 200 that were used last, those first.' })
  sessions!: OwnSession[];
}

export class EndedSessions {
  @ApiProperty({ type: 'integer', description: 'How many sessions were ended.', example: 2 })
  ended!: number;
}

/** Problem details (RFC 9457). */
export class Problem {
  @ApiProperty({ example: 'about:blank' })
  type!: string;

  @ApiProperty({ type: 'integer', example: 404 })
  status!: number;

  @ApiProperty({ example: 'There is nothing at this address' })
  title!: string;

  @ApiProperty({ description: 'A stable short name of what went wrong.', example: 'route_unknown' })
  code!: string;
}
