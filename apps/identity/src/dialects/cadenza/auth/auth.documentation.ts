import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
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
import { documentedVoice } from './documented-voice.js';
import {
  AuthLogin200Response,
  AuthLogout200Response,
  AuthSignup200Response,
  AuthSignup429Response,
  Root400Response,
  Root401Response,
  Root500Response,
} from './envelope.dto.js';
import { LOGGED_OUT, MAIL_MAY_BE_SENT, toSessionResponse, toSimpleResponse, toUserResponse } from './mappers.js';
import {
  AuthLoginRequest,
  AuthRecoverRequest,
  AuthRefreshTokenRequest,
  AuthSignupRequest,
  AuthUpdateUserRequest,
} from './requests.dto.js';

const USER = { type: AuthSignup200Response, description: 'Authentication user response' };
const SESSION = {
  type: AuthLogin200Response,
  description: 'Authentication session response with tokens',
  example: toSessionResponse(SAMPLE_USER, SAMPLE_ACCESS, SAMPLE_REFRESH_TOKEN),
};
const SIMPLE = { type: AuthLogout200Response, description: 'Simple authentication response' };

const LABELS = {
  400: { type: Root400Response, description: 'Bad request' },
  401: { type: Root401Response, description: 'Unauthorized - Authentication required' },
  413: { type: Root400Response, description: 'The request body is too large' },
  415: { type: Root400Response, description: 'The content type is not JSON' },
  429: { type: AuthSignup429Response, description: 'Too many requests - Rate limited' },
  500: { type: Root500Response, description: 'Internal server error' },
  503: { type: Root500Response, description: 'The service is busy or not available; see Retry-After' },
};

/** One change at a time: whoever tries one out does not mean the others. */
const CHANGES = {
  metadata: { summary: 'A setting of their own', value: { metadata: { theme: 'light' } } },
  email: { summary: 'Another address', value: { email: 'ada.lovelace@example.com' } },
  password: { summary: 'Another password', value: { password: 'a staple of correct horses' } },
};

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: {
    readonly type: abstract new () => object;
    readonly description: string;
    readonly example: object;
  };
  readonly body?: abstract new () => object;
  readonly bodies?: Readonly<Record<string, { readonly summary: string; readonly value: object }>>;
  readonly errors: readonly Reason[];
  readonly isForBearers?: boolean;
}

/** The published description of each operation. */
export const documents = {
  getUser: () =>
    describe({
      operationId: 'authGetUser',
      summary: 'Get current user',
      description: 'Tells the account that the bearer token stands for.',
      success: { ...USER, example: toUserResponse(SAMPLE_USER) },
      errors: ['invalid_access_token', 'unexpected'],
      isForBearers: true,
    }),
  updateUser: () =>
    describe({
      operationId: 'authUpdateUser',
      summary: 'Update current user',
      description:
        'Changes the fields that are sent. A new password ends all other sessions of the account; a new address has to be verified, and until then the old one goes on working.',
      success: { ...USER, example: toUserResponse(SAMPLE_USER) },
      body: AuthUpdateUserRequest,
      bodies: CHANGES,
      errors: [
        refusedInput(AuthUpdateUserRequest, 'body', { email: 'ada' }),
        'identifier_taken',
        'metadata_too_large',
        ...UNREADABLE_JSON,
        'invalid_access_token',
        'limit_exceeded',
        'unexpected',
        'overloaded',
      ],
      isForBearers: true,
    }),
  signup: () =>
    describe({
      operationId: 'authSignup',
      summary: 'Sign up new user',
      description: 'Opens an account and mails a link that verifies its address.',
      success: { ...USER, example: toUserResponse(SAMPLE_NEW_USER) },
      body: AuthSignupRequest,
      errors: [
        refusedInput(AuthSignupRequest, 'body', { email: 'ada', password: 'short' }),
        'identifier_taken',
        ...UNREADABLE_JSON,
        'limit_exceeded',
        'unexpected',
        'overloaded',
      ],
    }),
  login: () =>
    describe({
      operationId: 'authLogin',
      summary: 'Login with email and password',
      description: 'Opens a session and answers its access token and refresh token.',
      success: SESSION,
      body: AuthLoginRequest,
      errors: [
        refusedInput(AuthLoginRequest, 'body', { email: 'ada@example.com' }),
        ...UNREADABLE_JSON,
        'invalid_credentials',
        'limit_exceeded',
        'unexpected',
        'overloaded',
      ],
    }),
  logout: () =>
    describe({
      operationId: 'authLogout',
      summary: 'Logout user',
      description: 'Ends the session of the bearer token, with every token that belongs to it.',
      success: { ...SIMPLE, example: toSimpleResponse(LOGGED_OUT) },
      errors: ['invalid_access_token', 'body_too_large', 'unexpected'],
      isForBearers: true,
    }),
  recover: () =>
    describe({
      operationId: 'authRecover',
      summary: 'Request password recovery',
      description: 'Mails a link for choosing a new password, if the address has an account. The answer does not tell.',
      success: { ...SIMPLE, example: toSimpleResponse(MAIL_MAY_BE_SENT) },
      body: AuthRecoverRequest,
      errors: [
        refusedInput(AuthRecoverRequest, 'body', { email: 'ada' }),
        ...UNREADABLE_JSON,
        'limit_exceeded',
        'unexpected',
      ],
    }),
  refreshToken: () =>
    describe({
      operationId: 'authRefreshToken',
      summary: 'Refresh access token',
      description: 'Spends the refresh token for its successor and a new access token.',
      success: SESSION,
      body: AuthRefreshTokenRequest,
      errors: [
        refusedInput(AuthRefreshTokenRequest, 'body', {}),
        ...UNREADABLE_JSON,
        'invalid_refresh_token',
        'limit_exceeded',
        'unexpected',
      ],
    }),
};

function describe({ success, body, bodies, errors, isForBearers, ...operation }: Facts): MethodDecorator {
  return applyDecorators(
    ApiOperation(operation),
    ApiResponse({ status: 200, ...success }),
    ...errorResponses(documentedVoice, [...errors, 'unavailable'], LABELS),
    ...(body ? [ApiBody({ type: body, ...(bodies && { examples: bodies }) })] : []),
    ...(isForBearers ? [ApiBearerAuth('SupabaseOAuth2BearerAuth')] : []),
  );
}
