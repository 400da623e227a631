import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import {
  AuthLogin200Response,
  AuthLogout200Response,
  AuthSignup200Response,
  AuthSignup429Response,
  Root400Response,
  Root401Response,
  Root500Response,
} from './envelope.dto.js';
import {
  AuthLoginRequest,
  AuthRecoverRequest,
  AuthRefreshTokenRequest,
  AuthSignupRequest,
  AuthUpdateUserRequest,
} from './requests.dto.js';

const USER = { type: AuthSignup200Response, description: 'Authentication user response' };
const SESSION = { type: AuthLogin200Response, description: 'Authentication session response with tokens' };
const SIMPLE = { type: AuthLogout200Response, description: 'Simple authentication response' };

const ERRORS = {
  400: { type: Root400Response, description: 'Bad request' },
  401: { type: Root401Response, description: 'Unauthorized - Authentication required' },
  413: { type: Root400Response, description: 'The request body is too large' },
  415: { type: Root400Response, description: 'The content type is not JSON' },
  429: { type: AuthSignup429Response, description: 'Too many requests - Rate limited' },
  500: { type: Root500Response, description: 'Internal server error' },
  503: { type: Root500Response, description: 'The service is busy; see Retry-After' },
} as const;

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: { readonly type: abstract new () => object; readonly description: string };
  readonly body?: abstract new () => object;
  readonly errors: readonly (keyof typeof ERRORS)[];
  readonly isForBearers?: boolean;
}

/** The published description of each operation. */
export const documents = {
  getUser: () =>
    describe({
      operationId: 'authGetUser',
      summary: 'Get current user',
      description: 'Tells the account that the bearer token stands for.',
      success: USER,
      errors: [401, 500],
      isForBearers: true,
    }),
  updateUser: () =>
    describe({
      operationId: 'authUpdateUser',
      summary: 'Update current user',
      description:
        'Changes the fields that are sent. A new password ends all other sessions of the account; a new address has to be verified, and until then the old one goes on working.',
      success: USER,
      body: AuthUpdateUserRequest,
      errors: [400, 401, 413, 415, 429, 500, 503],
      isForBearers: true,
    }),
  signup: () =>
    describe({
      operationId: 'authSignup',
      summary: 'Sign up new user',
      description: 'Opens an account and mails a link that verifies its address.',
      success: USER,
      body: AuthSignupRequest,
      errors: [400, 413, 415, 429, 500, 503],
    }),
  login: () =>
    describe({
      operationId: 'authLogin',
      summary: 'Login with email and password',
      description: 'Opens a session and answers its access token and refresh token.',
      success: SESSION,
      body: AuthLoginRequest,
      errors: [400, 401, 413, 415, 429, 500, 503],
    }),
  logout: () =>
    describe({
      operationId: 'authLogout',
      summary: 'Logout user',
      description: 'Ends the session of the bearer token, with every token that belongs to it.',
      success: SIMPLE,
      errors: [401, 413, 500],
      isForBearers: true,
    }),
  recover: () =>
    describe({
      operationId: 'authRecover',
      summary: 'Request password recovery',
      description: 'Mails a link for choosing a new password, if the address has an account. The answer does not tell.',
      success: SIMPLE,
      body: AuthRecoverRequest,
      errors: [400, 413, 415, 429, 500],
    }),
  refreshToken: () =>
    describe({
      operationId: 'authRefreshToken',
      summary: 'Refresh access token',
      description: 'Spends the refresh token for its successor and a new access token.',
      success: SESSION,
      body: AuthRefreshTokenRequest,
      errors: [400, 401, 413, 415, 429, 500],
    }),
};

function describe({ operationId, summary, description, success, body, errors, isForBearers }: Facts): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId, summary, description }),
    ApiResponse({ status: 200, ...success }),
    ...errors.map((status) => ApiResponse({ status, ...ERRORS[status] })),
    ...(body ? [ApiBody({ type: body })] : []),
    ...(isForBearers ? [ApiBearerAuth('SupabaseOAuth2BearerAuth')] : []),
  );
}
