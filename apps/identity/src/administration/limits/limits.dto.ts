import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LIMIT_SCOPES, LIMITED_ACTIONS } from '#core/limits';
import { AddressField, Optional, TextField } from '#edge';

/** Whose limits are meant; one of the two at least. */
export class LimitsQuery {
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'An account. Without an address, also what it did where its sessions were opened.',
  })
  @Optional()
  @TextField({ max: 36 })
  accountId?: string;

  @ApiPropertyOptional({ type: String, description: 'The network address of a client.', example: '192.0.2.1' })
  @Optional()
  @AddressField()
  address?: string;
}

export class LimitReading {
  @ApiProperty({ enum: LIMITED_ACTIONS, example: 'sign-in' })
  action!: string;

  @ApiProperty({ enum: LIMIT_SCOPES, description: 'By what it is counted; by both in a pair.', example: 'pair' })
  key!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the account is called there.',
    example: '8a1f6c52-3e0b-4d7c-9f21-6b5d0c4e7a38',
  })
  account!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '192.0.2.1' })
  address!: string | null;

  @ApiProperty({ type: 'integer', description: 'How many tries count.', example: 10 })
  count!: number;

  @ApiProperty({ type: 'integer', description: 'How many are allowed at will.', example: 10 })
  allowed!: number;

  @ApiProperty({ type: 'integer', description: 'Until the next try is welcome; 0 when it is.', example: 5 })
  waitSeconds!: number;
}

export class LimitReadings {
  @ApiProperty({ type: [LimitReading] })
  limits!: LimitReading[];
}

export class LiftedLimits {
  @ApiProperty({ type: 'integer', description: 'How many of them were counting something.', example: 2 })
  lifted!: number;
}
