import { ApiProperty } from '@nestjs/swagger';
import { API_KEY_SCOPES } from '#core/api-keys';

const MOMENT = { type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' };
const UUID = { format: 'uuid', example: '0197a000-0000-7000-8000-000000000001' };

export class SigningKeyState {
  @ApiProperty({ ...UUID, description: 'Also the `kid` of tokens.' })
  id!: string;

  @ApiProperty({ example: 'ES256' })
  algorithm!: string;

  @ApiProperty({ enum: ['signing', 'verifying', 'retired'], example: 'signing' })
  state!: string;

  @ApiProperty(MOMENT)
  createdAt!: string;

  @ApiProperty({ ...MOMENT, nullable: true, description: 'When the last of its tokens is gone.', example: null })
  retiresAt!: string | null;
}

export class SigningKeyStates {
  @ApiProperty({ type: [SigningKeyState], description: 'The newest first.' })
  keys!: SigningKeyState[];
}

export class ApiKeyState {
  @ApiProperty(UUID)
  id!: string;

  @ApiProperty({ example: 'Reports' })
  name!: string;

  @ApiProperty({ description: 'How the key begins, to tell which one it is.', example: 'rsk_Xk3vY0mQ2pS8sT6u' })
  hint!: string;

  @ApiProperty({ enum: API_KEY_SCOPES, isArray: true, example: ['accounts:read'] })
  scopes!: string[];

  @ApiProperty({ description: 'Who made it: an account, or `cli`.', example: 'cli' })
  createdBy!: string;

  @ApiProperty(MOMENT)
  createdAt!: string;

  @ApiProperty(MOMENT)
  expiresAt!: string;

  @ApiProperty({ ...MOMENT, nullable: true, description: 'To the minute.' })
  lastUsedAt!: string | null;

  @ApiProperty({ ...MOMENT, nullable: true, example: null })
  revokedAt!: string | null;
}

export class ApiKeyStates {
  @ApiProperty({ type: [ApiKeyState] })
  apiKeys!: ApiKeyState[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page.', example: null })
  next!: string | null;
}
