import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** A session with its tokens. */
export class TokensTokens {
  @ApiProperty({ format: 'uuid', description: 'Stays the same across refreshes' })
  session_id!: string;

  @ApiProperty({ description: 'A JWT, once more in unpadded base64url' })
  session_token!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  session_token_expiry!: string;

  @ApiProperty({ description: 'Good for one refresh' })
  refresh_token!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  refresh_token_expiry!: string;
}

/** How a log-in ended: with tokens, or with a flow that has to be gone through first. */
export class HandlersUserLoginResult {
  @ApiProperty({ example: 'Login successful' })
  message!: string;

  @ApiProperty({ example: false })
  requireEmailVerification!: boolean;

  @ApiPropertyOptional({ type: TokensTokens })
  tokens?: TokensTokens;

  @ApiPropertyOptional({ description: 'Where to read on: GET /api/auth/flow/{flowId}' })
  flowId?: string;

  @ApiPropertyOptional({
    description: 'Finishes the flow, where there are several organizations to choose from. Told once, here',
  })
  completionSecret?: string;
}

export class HandlersUserSignupResult {
  @ApiProperty()
  userId!: string;

  @ApiProperty({ example: 'User created; please verify the email address' })
  message!: string;
}

export class HandlersRefreshTokenResult {
  @ApiProperty({ type: TokensTokens })
  tokens!: TokensTokens;
}

export class HandlersLogoutResult {
  @ApiProperty({ example: true })
  success!: boolean;

  @ApiProperty({ example: 'Logged out' })
  message!: string;
}
