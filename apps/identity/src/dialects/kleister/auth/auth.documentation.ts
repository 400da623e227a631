import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { AuthLogin, AuthToken, AuthVerify, GeneralError } from './auth.dto.js';

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: readonly [model: abstract new () => object, description: string];
  readonly unauthorized: string;
  readonly further?: readonly MethodDecorator[];
}

const TOO_MANY = { status: 429, type: GeneralError, description: 'Too many requests; see Retry-After' };
const BUSY = { status: 503, type: GeneralError, description: 'The service is busy; see Retry-After' };
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
      success: [AuthToken, 'A generated token with expire'],
      unauthorized: 'Unauthorized if wrong credentials',
      further: [
        ApiBody({ type: AuthLogin, required: true, description: 'Who signs in' }),
        ApiResponse(TOO_MANY),
        ApiResponse(BUSY),
      ],
    }),
  refresh: () =>
    describe({
      operationId: 'RefreshAuth',
      summary: 'Refresh an auth token before it expires',
      description:
        'Answers a later token of the same session. The one in hand is sent as a bearer token, as `X-API-Key` or as the query parameter `access_token`; HTTP Basic opens a new session instead.',
      success: [AuthToken, 'A refreshed token with expire'],
      unauthorized: 'Unauthorized if failed to generate',
      further: [ApiResponse(TOO_MANY), ApiResponse(BUSY)],
    }),
  verify: () =>
    describe({
      operationId: 'VerifyAuth',
      summary: 'Verify validity for an authentication token',
      description: 'Tells whose token it is, if it is good.',
      success: [AuthVerify, 'Meta data of the provided token'],
      unauthorized: 'Unauthorized if token is invalid',
      further: [ApiParam({ name: 'token', type: String, required: true, description: 'The token in question' })],
    }),
};

/** Every operation says by an empty list that it asks a client for none of the security schemes. */
function describe({ success, unauthorized, further = [], ...operation }: Facts): MethodDecorator {
  const [type, description] = success;
  return applyDecorators(
    ApiOperation({ ...operation, security: [] }),
    ApiResponse({ status: 200, type, description }),
    ApiResponse({ status: 401, type: GeneralError, description: unauthorized }),
    ...further,
    ApiResponse(ANY_OTHER),
  );
}
