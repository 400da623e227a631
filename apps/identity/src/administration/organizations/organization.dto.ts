import { ApiProperty } from '@nestjs/swagger';

const MOMENT = { type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' };
const TEXT = { type: String, nullable: true };

export class Organization {
  @ApiProperty({ format: 'uuid', example: '3c9f0d5e-6a1b-4f2c-8d7e-9b0a1c2d3e4f' })
  id!: string;

  @ApiProperty({ example: 'acme' })
  slug!: string;

  @ApiProperty({ example: 'Acme & Sons' })
  name!: string;

  @ApiProperty({ ...TEXT, example: 'Makers of everything' })
  description!: string | null;

  @ApiProperty({ ...TEXT, example: 'https://acme.example/logo.png' })
  avatarUrl!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { theme: 'dark' } })
  settings!: Record<string, unknown>;

  @ApiProperty(MOMENT)
  createdAt!: string;

  @ApiProperty({ ...MOMENT, description: 'Of the last change to the organization itself.' })
  updatedAt!: string;

  @ApiProperty({ ...MOMENT, nullable: true, description: 'Since when nobody signs in to it.', example: null })
  deletedAt!: string | null;
}

export class Organizations {
  @ApiProperty({ type: [Organization] })
  organizations!: Organization[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page.', example: null })
  next!: string | null;
}
