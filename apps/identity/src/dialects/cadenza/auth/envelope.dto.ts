import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What a failure says besides its message; the names are the document's own. */
export class BaseResponseDetails {
  @ApiPropertyOptional({ example: 'INVALID_TOKEN', description: 'A stable name for what went wrong' })
  code?: string;

  @ApiPropertyOptional({ description: 'What the request was about' })
  resource?: string;

  @ApiPropertyOptional({ description: 'What the request meant to do with it' })
  action?: string;

  @ApiPropertyOptional({ type: [String], description: 'What would have been needed' })
  required?: string[];

  @ApiPropertyOptional({ type: [String], description: 'What was there' })
  provided?: string[];

  @ApiPropertyOptional({ description: 'The tenant that the request concerned' })
  tenant_id?: string;

  @ApiPropertyOptional({ description: 'Names this request in the logs of the service' })
  request_id?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'More about it; for validation faults, a message for each field',
  })
  metadata?: Record<string, unknown>;
}

/** What every answer of this API carries. */
@ApiExtraModels(BaseResponseDetails)
export class BaseResponse {
  @ApiProperty({ description: 'Whether the request succeeded' })
  success!: boolean;

  @ApiProperty({ type: 'integer', description: '0 on success, negative on failure' })
  errno!: number;

  @ApiProperty({ type: String, nullable: true, description: 'What went wrong, null on success' })
  error!: string | null;

  @ApiPropertyOptional({ type: BaseResponseDetails, description: 'Only on failure' })
  details?: BaseResponseDetails;
}

export class AuthUserAppMetadata {
  @ApiPropertyOptional({ description: 'The tenant that the account belongs to' })
  tenantId?: string;

  @ApiPropertyOptional({ type: [String], description: 'The environments that the account may use' })
  environments?: string[];
}

/** An account as its owner sees it. */
export class AuthUser {
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  @ApiPropertyOptional({ example: 'ada@example.com' })
  email?: string;

  @ApiPropertyOptional()
  phone?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  emailConfirmedAt?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  phoneConfirmedAt?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  lastSignInAt?: string;

  @ApiPropertyOptional({ example: 'user' })
  role?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  createdAt?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  updatedAt?: string;

  @ApiPropertyOptional({ type: AuthUserAppMetadata, description: 'Set by the server alone' })
  appMetadata?: AuthUserAppMetadata;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: "The owner's own" })
  userMetadata?: Record<string, unknown>;
}

/** A session with its tokens. */
export class AuthSession {
  @ApiPropertyOptional({ description: 'A JWT to be sent as a bearer token' })
  accessToken?: string;

  @ApiPropertyOptional({ description: 'Good for one refresh' })
  refreshToken?: string;

  @ApiPropertyOptional({ example: 'bearer' })
  tokenType?: string;

  @ApiPropertyOptional({ type: 'integer', example: 3600, description: 'Seconds that the access token is good for' })
  expiresIn?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'When the access token expires, in Unix seconds' })
  expiresAt?: number;

  @ApiPropertyOptional({ type: AuthUser })
  user?: AuthUser;
}

export class AuthSignup200Response extends BaseResponse {
  @ApiPropertyOptional({ type: AuthUser })
  data?: AuthUser;
}

export class AuthLogin200Response extends BaseResponse {
  @ApiPropertyOptional({ type: AuthSession })
  data?: AuthSession;
}

export class AuthLogout200Response extends BaseResponse {
  @ApiPropertyOptional({ type: String, nullable: true })
  data?: string | null;
}

export class AuthSignup429Response extends BaseResponse {
  @ApiPropertyOptional({ type: String, nullable: true })
  data?: string | null;
}

export class Root400Response extends BaseResponse {}

export class Root401Response extends BaseResponse {}

export class Root500Response extends BaseResponse {}
