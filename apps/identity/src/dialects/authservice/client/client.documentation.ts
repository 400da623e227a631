import { applyDecorators } from '@nestjs/common';
import { ApiHeader, type ApiHeaderOptions, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { DOCUMENTED_ROLES } from './headers.dto.js';
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

type Status = 200 | 201 | 400 | 401 | 413 | 429 | 500 | 503;

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly headers: readonly ApiHeaderOptions[];
  readonly answers: Readonly<Partial<Record<Status, readonly [model: Model, description: string]>>>;
}

const USERNAME = header('username', 'The account, by user name or e-mail address', 'johndoe');
const PASSWORD = header('password', 'The password of the account', 'password123');
const ROLE: ApiHeaderOptions = {
  name: 'role',
  required: true,
  description: 'What the account may do. Without the token of an administrator only some are to be had',
  schema: { type: 'string', enum: [...DOCUMENTED_ROLES], default: 'user' },
};
const CLIENT_ID = header('clientId', 'The id of the client', 'abc123-xyz456');
const CLIENT_SECRET = header('clientSecret', 'The secret of the client', 'def789-ghi012');

const FAILED = [RegisterPost500Response, 'Internal server error'] as const;
const TOO_LARGE = 'The request body is too large';
const TOO_MANY = 'Too many requests; see Retry-After';
const BUSY = 'The service is busy; see Retry-After';

/** The published description of each operation. */
export const documents = {
  register: () =>
    describe({
      operationId: 'registerPost',
      summary: 'Registers a new user',
      description: 'Opens an account and issues client credentials to it.',
      headers: [USERNAME, PASSWORD, ROLE],
      answers: {
        201: [RegisterPost201Response, 'User registered successfully'],
        400: [RegisterPost400Response, 'Bad request (e.g., username already taken)'],
        413: [RegisterPost400Response, TOO_LARGE],
        429: [RegisterPost400Response, TOO_MANY],
        500: FAILED,
        503: [RegisterPost400Response, BUSY],
      },
    }),
  loginClient: () =>
    describe({
      operationId: 'loginClientPost',
      summary: 'Logs in a user using client ID and secret',
      description: 'Opens a session for the account behind the client credentials and answers its token.',
      headers: [CLIENT_ID, CLIENT_SECRET],
      answers: {
        200: [LoginClientPost200Response, 'Login successful'],
        401: [LoginClientPost401Response, 'Unauthorized (invalid client credentials)'],
        413: [LoginClientPost401Response, TOO_LARGE],
        429: [LoginClientPost401Response, TOO_MANY],
        500: FAILED,
      },
    }),
  client: () =>
    describe({
      operationId: 'clientGet',
      summary: 'Get client ID and secret',
      description: 'Shows the client credentials of an account to whoever knows its password.',
      headers: [USERNAME, PASSWORD],
      answers: {
        200: [ClientGet200Response, 'Client ID and client secret retrieved successfully'],
        401: [ClientGet401Response, 'Unauthorized (invalid credentials)'],
        429: [ClientGet401Response, TOO_MANY],
        500: FAILED,
        503: [ClientGet401Response, BUSY],
      },
    }),
  regenerateClientCredentials: () =>
    describe({
      operationId: 'regenerateClientCredentialsPost',
      summary: 'Regenerate client credentials',
      description: 'Replaces both halves of the pair. The old pair stops working, and every session it opened ends.',
      headers: [USERNAME, PASSWORD],
      answers: {
        200: [RegenerateClientCredentialsPost200Response, 'Client credentials regenerated successfully'],
        401: [ClientGet401Response, 'Unauthorized (invalid credentials)'],
        413: [ClientGet401Response, TOO_LARGE],
        429: [ClientGet401Response, TOO_MANY],
        500: FAILED,
        503: [ClientGet401Response, BUSY],
      },
    }),
};

function describe({ operationId, summary, description, headers, answers }: Facts): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId, summary, description }),
    ...headers.map((header) => ApiHeader(header)),
    ...Object.entries(answers).map(([status, [type, label]]) =>
      ApiResponse({ status: Number(status), type, description: label }),
    ),
  );
}

function header(name: string, description: string, example: string): ApiHeaderOptions {
  return { name, required: true, description, example };
}
