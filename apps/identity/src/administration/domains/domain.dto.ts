import { ApiProperty } from '@nestjs/swagger';
import { FlagField, IdentifierField } from '#edge';

const MOMENT = { type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' };

export class NewDomainInput {
  @ApiProperty({ type: String, maxLength: 253, example: 'acme.example' })
  @IdentifierField()
  name!: string;
}

export class AutoJoinInput {
  @ApiProperty({ type: Boolean, description: 'Whether everybody with a verified address of the domain may join.' })
  @FlagField()
  autoJoin!: boolean;
}

/** The TXT record by which the organization shows that the domain is its own. */
export class DomainChallenge {
  @ApiProperty({ example: '_rosetta.acme.example' })
  recordName!: string;

  @ApiProperty({ example: 'rosetta-verification=2Zk1J8t8cN0Q0mYcVd8nO3rEw0lq3oYdC1J7d2m5b0g' })
  recordText!: string;
}

export class Domain {
  @ApiProperty({ format: 'uuid', example: '5d0b7c1e-2f3a-4b6c-8d9e-0f1a2b3c4d5e' })
  id!: string;

  @ApiProperty({ description: 'In its ASCII form.', example: 'acme.example' })
  name!: string;

  @ApiProperty({ example: false })
  verified!: boolean;

  @ApiProperty({ ...MOMENT, nullable: true, example: null })
  verifiedAt!: string | null;

  @ApiProperty({ description: 'Holds once the domain is verified.', example: false })
  autoJoin!: boolean;

  @ApiProperty({ type: DomainChallenge })
  challenge!: DomainChallenge;

  @ApiProperty(MOMENT)
  createdAt!: string;
}

export class Domains {
  @ApiProperty({ type: [Domain], description: 'The oldest first.' })
  domains!: Domain[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page.', example: null })
  next!: string | null;
}
