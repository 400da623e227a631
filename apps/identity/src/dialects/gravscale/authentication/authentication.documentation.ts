import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { ErrorSchema, HTTPValidationError } from './errors.dto.js';
import { LoginSchema } from './requests.dto.js';
import { AppModulesAuthenticationSchemaAccountSchema, AuthorizationSchema, UserInfoSchema } from './responses.dto.js';

const ERRORS = {
  401: { type: ErrorSchema, description: 'Not authenticated' },
  413: { type: ErrorSchema, description: 'The request body is too large' },
  415: { type: ErrorSchema, description: 'The content type is not JSON' },
  422: { type: HTTPValidationError, description: 'Validation Error' },
  429: { type: ErrorSchema, description: 'Too many requests; see Retry-After' },
  500: { type: ErrorSchema, description: 'Internal server error' },
  503: { type: ErrorSchema, description: 'The service is busy; see Retry-After' },
} as const;

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: readonly [status: number, type: abstract new () => object];
  readonly input: readonly MethodDecorator[];
  readonly errors: readonly (keyof typeof ERRORS)[];
}

/** The published description of each operation. */
export const documents = {
  info: () =>
    describe({
      operationId: 'info',
      summary: 'Authenticated User Information',
      description: 'Tells the account that the bearer token stands for.',
      success: [200, UserInfoSchema],
      input: [ApiBearerAuth('HTTPBearer')],
      errors: [401, 500],
    }),
  refreshToken: () =>
    describe({
      operationId: 'refreshToken',
      summary: 'Refresh Access Token',
      description: 'Spends the refresh token for its successor and a new access token. A body is not read.',
      success: [200, AuthorizationSchema],
      input: [
        ApiQuery({
          name: 'refresh_token',
          required: true,
          type: String,
          description: 'The refresh token of the session',
        }),
      ],
      errors: [401, 413, 422, 429, 500],
    }),
  signIn: () =>
    describe({
      operationId: 'signIn',
      summary: 'Sign In',
      description: 'Opens a session and answers its access token and refresh token.',
      success: [200, AuthorizationSchema],
      input: [ApiBody({ type: LoginSchema })],
      errors: [401, 413, 415, 422, 429, 500, 503],
    }),
  signUp: () =>
    describe({
      operationId: 'signUp',
      summary: 'Sign Up',
      description: 'Opens an account and mails a link that verifies its address. No session is opened.',
      success: [201, AppModulesAuthenticationSchemaAccountSchema],
      input: [ApiBody({ type: LoginSchema })],
      errors: [413, 415, 422, 429, 500, 503],
    }),
};

function describe({ operationId, summary, description, success, input, errors }: Facts): MethodDecorator {
  const [status, type] = success;
  return applyDecorators(
    ApiOperation({ operationId, summary, description }),
    ApiResponse({ status, type, description: 'Successful Response' }),
    ...errors.map((error) => ApiResponse({ status: error, ...ERRORS[error] })),
    ...input,
  );
}
