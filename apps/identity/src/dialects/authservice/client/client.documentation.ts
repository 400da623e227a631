import { applyDecorators } from '@nestjs/common';
import { ApiHeader, type ApiHeaderOptions, ApiOperation, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import { IdentifierTaken } from '#core/users';
import { errorResponses, type Reason, refusedInput, SAMPLE_ACCESS } from '#edge';
import { AuthserviceExceptionFilter } from '../authservice.exception-filter.js';
import { DOCUMENTED_ROLES, RegisterHeaders } from './headers.dto.js';
import { toClientResponse, toRegeneratedResponse, toRegisteredResponse, toTokenResponse } from './mappers.js';
import {
  ClientGet200Response,
  ClientGet401Response,
  LoginClientPost200Response,
  LoginClientPost401Response,
  RegenerateClientCredentialsPost200Response,
  RegisterPost201Response,
  RegisterPost400Response,
  RegisterPost500Response,
} from './responses.dto.js';

type Model = abstract new () => object;

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly headers: readonly ApiHeaderOptions[];
  readonly success: readonly [status: number, model: Model, description: string, example: object];
  readonly errors: readonly Reason[];
  readonly labels: Readonly<Record<number, ApiResponseOptions>>;
}

const filter = new AuthserviceExceptionFilter();

const CLIENT_TOKEN_SECONDS = 43_200;

const SAMPLE_CLIENT = { clientId: 'abc123-xyz456', clientSecret: 'def789-ghi012' };

const USERNAME = header('username', 'The account, by user name or e-mail address', 'johndoe');
const PASSWORD = header('password', 'The password of the account', 'password123');
const ROLE: ApiHeaderOptions = {
  name: 'role',
  required: true,
  description: 'What the account may do. Without the token of an administrator only some are to be had',
  schema: { type: 'string', enum: [...DOCUMENTED_ROLES], default: 'user' },
};
const CLIENT_ID = header('clientId', 'The id of the client', SAMPLE_CLIENT.clientId);
const CLIENT_SECRET = header('clientSecret', 'The secret of the client', SAMPLE_CLIENT.clientSecret);

const FAILED = { type: RegisterPost500Response, description: 'Internal server error' };
const TOO_LARGE = 'The request body is too large';
const TOO_MANY = 'Too many requests; see Retry-After';
const UNAVAILABLE = 'The service is busy or not available; see Retry-After';

/** The published description of each operation. */
export const documents = {
  register: () =>
    describe({
      operationId: 'registerPost',
      summary: 'Registers a new user',
      description: 'Opens an account and issues client credentials to it.',
      headers: [USERNAME, PASSWORD, ROLE],
      success: [201, RegisterPost201Response, 'User registered successfully', toRegisteredResponse(SAMPLE_CLIENT)],
      errors: [
        new IdentifierTaken('username'),
        refusedInput(RegisterHeaders, 'header', { username: 'johndoe' }),
        'role_not_allowed',
        'body_too_large',
        'limit_exceeded',
        'unexpected',
        'overloaded',
      ],
      labels: {
        400: { type: RegisterPost400Response, description: 'Bad request (e.g., username already taken)' },
        413: { type: RegisterPost400Response, description: TOO_LARGE },
        429: { type: RegisterPost400Response, description: TOO_MANY },
        500: FAILED,
        503: { type: RegisterPost400Response, description: UNAVAILABLE },
      },
    }),
  loginClient: () =>
    describe({
      operationId: 'loginClientPost',
      summary: 'Logs in a user using client ID and secret',
      description: 'Opens a session for the account behind the client credentials and answers its token.',
      headers: [CLIENT_ID, CLIENT_SECRET],
      success: [
        200,
        LoginClientPost200Response,
        'Login successful',
        toTokenResponse({ ...SAMPLE_ACCESS, expiresInSeconds: CLIENT_TOKEN_SECONDS }),
      ],
      errors: ['invalid_client', 'body_too_large', 'limit_exceeded', 'unexpected'],
      labels: {
        401: { type: LoginClientPost401Response, description: 'Unauthorized (invalid client credentials)' },
        413: { type: LoginClientPost401Response, description: TOO_LARGE },
        429: { type: LoginClientPost401Response, description: TOO_MANY },
        500: FAILED,
        503: { type: LoginClientPost401Response, description: UNAVAILABLE },
      },
    }),
  client: () =>
    describe({
      operationId: 'clientGet',
      summary: 'Get client ID and secret',
      description: 'Shows the client credentials of an account to whoever knows its password.',
      headers: [USERNAME, PASSWORD],
      success: [
        200,
        ClientGet200Response,
        'Client ID and client secret retrieved successfully',
        toClientResponse(SAMPLE_CLIENT),
      ],
      errors: ['invalid_credentials', 'limit_exceeded', 'unexpected', 'overloaded'],
      labels: {
        401: { type: ClientGet401Response, description: 'Unauthorized (invalid credentials)' },
        429: { type: ClientGet401Response, description: TOO_MANY },
        500: FAILED,
        503: { type: ClientGet401Response, description: UNAVAILABLE },
      },
    }),
  regenerateClientCredentials: () =>
    describe({
      operationId: 'regenerateClientCredentialsPost',
      summary: 'Regenerate client credentials',
      description: 'Replaces both halves of the pair. The old pair stops working, and every session it opened ends.',
      headers: [USERNAME, PASSWORD],
      success: [
        200,
        RegenerateClientCredentialsPost200Response,
        'Client credentials regenerated successfully',
        toRegeneratedResponse(SAMPLE_CLIENT),
      ],
      errors: ['invalid_credentials', 'body_too_large', 'limit_exceeded', 'unexpected', 'overloaded'],
      labels: {
        401: { type: ClientGet401Response, description: 'Unauthorized (invalid credentials)' },
        413: { type: ClientGet401Response, description: TOO_LARGE },
        429: { type: ClientGet401Response, description: TOO_MANY },
        500: FAILED,
        503: { type: ClientGet401Response, description: UNAVAILABLE },
      },
    }),
};

function describe({ success, errors, labels, headers, ...operation }: Facts): MethodDecorator {
  const [status, type, description, example] = success;
  return applyDecorators(
    ApiOperation(operation),
    ...headers.map((header) => ApiHeader(header)),
    ApiResponse({ status, type, description, example }),
    ...errorResponses(filter, [...errors, 'unavailable'], labels),
  );
}

function header(name: string, description: string, example: string): ApiHeaderOptions {
  return { name, required: true, description, example };
}
