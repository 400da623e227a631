import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import {
  errorResponses,
  type Reason,
  refusedInput,
  SAMPLE_ACCESS,
  SAMPLE_NEW_USER,
  SAMPLE_REFRESH_TOKEN,
  SAMPLE_USER,
  UNREADABLE_JSON,
} from '#edge';
import { GravscaleExceptionFilter } from '../gravscale.exception-filter.js';
import { ErrorSchema, HTTPValidationError } from './errors.dto.js';
import { toAccountSchema, toAuthorizationSchema, toUserInfoSchema } from './mappers.js';
import { LoginSchema, RefreshQuery } from './requests.dto.js';
import { AppModulesAuthenticationSchemaAccountSchema, AuthorizationSchema, UserInfoSchema } from './responses.dto.js';

const filter = new GravscaleExceptionFilter();

const AUTHORIZATION = toAuthorizationSchema(SAMPLE_ACCESS, SAMPLE_REFRESH_TOKEN);

const LABELS = {
  401: { type: ErrorSchema, description: 'Not authenticated' },
  413: { type: ErrorSchema, description: 'The request body is too large' },
  415: { type: ErrorSchema, description: 'The content type is not JSON' },
  422: { type: HTTPValidationError, description: 'Validation Error' },
  429: { type: ErrorSchema, description: 'Too many requests; see Retry-After' },
  500: { type: ErrorSchema, description: 'Internal server error' },
  503: { type: ErrorSchema, description: 'The service is busy or not available; see Retry-After' },
};

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: readonly [status: number, type: abstract new () => object, example: object];
  readonly input: readonly MethodDecorator[];
  readonly errors: readonly Reason[];
}

/** The published description of each operation. */
export const documents = {
  info: () =>
    describe({
      operationId: 'info',
      summary: 'Authenticated User Information',
      description: 'Tells the account that the bearer token stands for.',
      success: [200, UserInfoSchema, toUserInfoSchema(SAMPLE_USER)],
      input: [ApiBearerAuth('HTTPBearer')],
      errors: ['invalid_access_token', 'unexpected'],
    }),
  refreshToken: () =>
    describe({
      operationId: 'refreshToken',
      summary: 'Refresh Access Token',
      description: 'Spends the refresh token for its successor and a new access token. A body is not read.',
      success: [200, AuthorizationSchema, AUTHORIZATION],
      input: [
        ApiQuery({
          name: 'refresh_token',
          required: true,
          type: String,
          description: 'The refresh token of the session',
        }),
      ],
      errors: [
        'invalid_refresh_token',
        'body_too_large',
        refusedInput(RefreshQuery, 'query', {}),
        'limit_exceeded',
        'unexpected',
      ],
    }),
  signIn: () =>
    describe({
      operationId: 'signIn',
      summary: 'Sign In',
      description: 'Opens a session and answers its access token and refresh token.',
      success: [200, AuthorizationSchema, AUTHORIZATION],
      input: [ApiBody({ type: LoginSchema })],
      errors: [
        'invalid_credentials',
        refusedInput(LoginSchema, 'body', { email: 'ada' }),
        ...UNREADABLE_JSON,
        'limit_exceeded',
        'unexpected',
        'overloaded',
      ],
    }),
  signUp: () =>
    describe({
      operationId: 'signUp',
      summary: 'Sign Up',
      description: 'Opens an account and mails a link that verifies its address. No session is opened.',
      success: [201, AppModulesAuthenticationSchemaAccountSchema, toAccountSchema(SAMPLE_NEW_USER)],
      input: [ApiBody({ type: LoginSchema })],
      errors: [
        refusedInput(LoginSchema, 'body', { email: 'ada' }),
        'identifier_taken',
        ...UNREADABLE_JSON,
        'limit_exceeded',
        'unexpected',
        'overloaded',
      ],
    }),
};

function describe({ operationId, summary, description, success, input, errors }: Facts): MethodDecorator {
  const [status, type, example] = success;
  return applyDecorators(
    ApiOperation({ operationId, summary, description }),
    ApiResponse({ status, type, description: 'Successful Response', example }),
    ...errorResponses(filter, [...errors, 'unavailable'], LABELS),
    ...input,
  );
}
