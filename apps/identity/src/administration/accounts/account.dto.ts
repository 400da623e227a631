import { ApiProperty } from '@nestjs/swagger';
import { ROLES } from '#core/users';

const MOMENT = { type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' };
const TEXT = { type: String, nullable: true };
const OBJECT = { type: 'object', additionalProperties: true } as const;

export class Account {
  @ApiProperty({ format: 'uuid', example: '8a1f6c52-3e0b-4d7c-9f21-6b5d0c4e7a38' })
  id!: string;

  @ApiProperty({ ...TEXT, example: 'ada' })
  username!: string | null;

  @ApiProperty({ ...TEXT, example: 'ada@example.com' })
  email!: string | null;

  @ApiProperty({ example: true })
  emailVerified!: boolean;

  @ApiProperty({ ...TEXT, description: 'The address that stays good until `email` is verified.', example: null })
  replacedEmail!: string | null;

  @ApiProperty({ enum: ROLES, example: 'user' })
  role!: string;

  @ApiProperty({ example: true })
  enabled!: boolean;

  @ApiProperty({ ...MOMENT, nullable: true, example: null })
  disabledAt!: string | null;

  @ApiProperty({ ...TEXT, example: 'Ada' })
  firstName!: string | null;

  @ApiProperty({ ...TEXT, example: 'Lovelace' })
  lastName!: string | null;

  @ApiProperty({ ...TEXT, example: null })
  nickname!: string | null;

  @ApiProperty({ ...TEXT, description: 'The address of a picture.', example: null })
  picture!: string | null;

  @ApiProperty({ ...TEXT, example: null })
  phone!: string | null;

  @ApiProperty({ ...OBJECT, description: "The owner's own.", example: { theme: 'dark' } })
  userMetadata!: Record<string, unknown>;

  @ApiProperty({ ...OBJECT, description: 'Out of reach of the owner.', example: { plan: 'gold' } })
  appMetadata!: Record<string, unknown>;

  @ApiProperty({ ...MOMENT, nullable: true })
  lastSignInAt!: string | null;

  @ApiProperty(MOMENT)
  createdAt!: string;

  @ApiProperty({ ...MOMENT, description: 'Of the last change, which a sign-in is not.' })
  updatedAt!: string;
}

export class Accounts {
  @ApiProperty({ type: [Account] })
  accounts!: Account[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page.', example: null })
  next!: string | null;
}
