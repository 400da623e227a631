import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Optional, WholeNumberField } from '#edge';

const COUNT = { type: 'integer' } as const;

export class OverviewQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 31,
    default: 7,
    description: 'So many days, with today.',
  })
  @Optional()
  @WholeNumberField({ min: 1, max: 31 })
  days?: string;
}

export class AccountCounts {
  @ApiProperty({ ...COUNT, example: 1200 })
  all!: number;

  @ApiProperty({ ...COUNT, example: 3 })
  disabled!: number;

  @ApiProperty({ ...COUNT, description: 'Without a verified e-mail address.', example: 40 })
  unverified!: number;
}

export class DailySignIns {
  @ApiProperty({ type: String, format: 'date', description: 'In UTC.', example: '2030-01-01' })
  day!: string;

  @ApiProperty({ type: String, nullable: true, example: 'cadenza' })
  dialect!: string | null;

  @ApiProperty({ ...COUNT, example: 310 })
  count!: number;
}

/** How large the service is, and how busy. */
export class ServiceOverview {
  @ApiProperty({ ...COUNT, description: 'No count goes further: one that is as high stands for that many or more.' })
  countedAtMost!: number;

  @ApiProperty()
  accounts!: AccountCounts;

  @ApiProperty({ ...COUNT, description: 'Those that are good at this moment.', example: 450 })
  liveSessions!: number;

  @ApiProperty({
    type: [DailySignIns],
    description: 'The latest day first; days and dialects without any are left out.',
  })
  signIns!: DailySignIns[];

  @ApiProperty({
    description: 'False where there were more than are counted, and the earliest are left out.',
    example: true,
  })
  signInsComplete!: boolean;
}
