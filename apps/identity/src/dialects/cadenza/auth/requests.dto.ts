import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EmailField, JsonObjectField, Optional, PasswordField, SAMPLE_REFRESH_TOKEN, TokenField } from '#edge';

const MIN_PASSWORD_LENGTH = 8;

export class AuthSignupRequest {
  @ApiProperty({ example: 'ada@example.com' })
  @EmailField()
  email!: string;

  @ApiProperty({ minLength: MIN_PASSWORD_LENGTH, example: 'correct horse battery staple' })
  @PasswordField({ min: MIN_PASSWORD_LENGTH })
  password!: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { theme: 'dark' },
    description: 'Kept as userMetadata',
  })
  @Optional()
  @JsonObjectField()
  metadata?: Record<string, unknown>;
}

export class AuthLoginRequest {
  @ApiProperty({ example: 'ada@example.com' })
  @EmailField()
  email!: string;

  @ApiProperty({ example: 'correct horse battery staple' })
  @PasswordField()
  password!: string;
}

export class AuthRecoverRequest {
  @ApiProperty({ example: 'ada@example.com' })
  @EmailField()
  email!: string;
}

export class AuthRefreshTokenRequest {
  @ApiProperty({ example: SAMPLE_REFRESH_TOKEN, description: 'The refresh token of the session' })
  @TokenField()
  refreshToken!: string;
}

export class AuthUpdateUserRequest {
  @ApiPropertyOptional({
    example: 'ada.lovelace@example.com',
    description: 'To be verified before it replaces the present one',
  })
  @Optional()
  @EmailField()
  email?: string;

  @ApiPropertyOptional({ minLength: MIN_PASSWORD_LENGTH, example: 'a staple of correct horses' })
  @Optional()
  @PasswordField({ min: MIN_PASSWORD_LENGTH })
  password?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { theme: 'light' },
    description: 'Merged into userMetadata key by key; null removes a key',
  })
  @Optional()
  @JsonObjectField()
  metadata?: Record<string, unknown>;
}
