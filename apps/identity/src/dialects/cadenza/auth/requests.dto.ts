import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EmailField, JsonObjectField, Optional, PasswordField, TokenField } from '#edge';

const MIN_PASSWORD_LENGTH = 8;

export class AuthSignupRequest {
  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  @EmailField()
  email!: string;

  @ApiProperty({ format: 'password', minLength: MIN_PASSWORD_LENGTH, example: 'correct horse battery staple' })
  @PasswordField({ min: MIN_PASSWORD_LENGTH })
  password!: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'Kept as userMetadata' })
  @Optional()
  @JsonObjectField()
  metadata?: Record<string, unknown>;
}

export class AuthLoginRequest {
  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  @EmailField()
  email!: string;

  @ApiProperty({ format: 'password', example: 'correct horse battery staple' })
  @PasswordField()
  password!: string;
}

export class AuthRecoverRequest {
  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  @EmailField()
  email!: string;
}

export class AuthRefreshTokenRequest {
  @ApiProperty({ description: 'The refresh token of the session' })
  @TokenField()
  refreshToken!: string;
}

export class AuthUpdateUserRequest {
  @ApiPropertyOptional({ format: 'email', description: 'To be verified before it replaces the present one' })
  @Optional()
  @EmailField()
  email?: string;

  @ApiPropertyOptional({ format: 'password', minLength: MIN_PASSWORD_LENGTH })
  @Optional()
  @PasswordField({ min: MIN_PASSWORD_LENGTH })
  password?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Merged into userMetadata key by key; null removes a key',
  })
  @Optional()
  @JsonObjectField()
  metadata?: Record<string, unknown>;
}
