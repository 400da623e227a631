import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import {
  errorExamples,
  errorResponses,
  type Reason,
  refusedInput,
  SAMPLE_ACCESS,
  SAMPLE_USER,
  UNREADABLE_JSON,
} from '#edge';
import { KleisterExceptionFilter } from '../kleister.exception-filter.js';
import { AuthLogin, AuthToken, AuthVerify, GeneralError } from './auth.dto.js';
import { toAuthToken, toAuthVerify } from './mappers.js';

const filter = new KleisterExceptionFilter();

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: readonly [model: abstract new () => object, description: string, example: object];
  readonly unauthorized: string;
  readonly errors: readonly Reason[];
  /** Errors whose statuses the document does not tell apart. */
  readonly others: readonly Reason[];
  readonly input?: readonly MethodDecorator[];
}

const LABELS = {
  429: { type: GeneralError, description: 'Too many requests; see Retry-After' },
  503: { type: GeneralError, description: 'The service is busy or not available; see Retry-After' },
};

const ANY_OTHER = {
  status: 'default',
  type: GeneralError,
  description: 'Some error unrelated to the handler',
} as const;

/** The published description of each operation. */
export const documents = {
  login: () =>
    describe({
      operationId: 'LoginUser',
      summary: 'Authenticate an user by credentials',
      description: 'Opens a session and answers its token.',
      success: [AuthToken, 'A generated token with expire', toAuthToken(SAMPLE_ACCESS)],
      unauthorized: 'Unauthorized if wrong credentials',
      errors: ['invalid_credentials', 'limit_exceeded', 'overloaded'],
      others: [refusedInput(AuthLogin, 'body', { username: 'ada' }), ...UNREADABLE_JSON, 'unexpected'],
      input: [ApiBody({ type: AuthLogin, required: true, description: 'Who signs in' })],
    }),
  refresh: () =>
    describe({
      operationId: 'RefreshAuth',
      summary: 'Refresh an auth token before it expires',
      description:
        'Answers a later token of the same session. The one in hand is sent as a bearer token, as `X-API-Key` or as the query parameter `access_token`; HTTP Basic opens a new session instead.',
      success: [AuthToken, 'A refreshed token with expire', toAuthToken(SAMPLE_ACCESS)],
      unauthorized: 'Unauthorized if failed to generate',
      errors: ['invalid_access_token', 'invalid_credentials', 'limit_exceeded', 'overloaded'],
      others: ['unexpected'],
    }),
  verify: () =>
    describe({
      operationId: 'VerifyAuth',
      summary: 'Verify validity for an authentication token',
      description: 'Tells whose token it is, if it is good.',
      success: [AuthVerify, 'Meta data of the provided token', toAuthVerify(SAMPLE_USER)],
      unauthorized: 'Unauthorized if token is invalid',
      errors: ['invalid_access_token'],
      others: ['unexpected'],
      input: [ApiParam({ name: 'token', type: String, required: true, description: 'The token in question' })],
    }),
};

/** Every operation says by an empty list that it asks a client for none of the security schemes. */
function describe({ success, unauthorized, errors, others, input = [], ...operation }: Facts): MethodDecorator {
  const [type, description, example] = success;
  const labels = { ...LABELS, 401: { type: GeneralError, description: unauthorized } };
  return applyDecorators(
    ApiOperation({ ...operation, security: [] }),
    ApiResponse({ status: 200, type, description, example }),
    ...errorResponses(filter, [...errors, 'unavailable'], labels),
    ...input,
    ApiResponse({ ...ANY_OTHER, ...errorExamples(filter, others) }),
  );
}
