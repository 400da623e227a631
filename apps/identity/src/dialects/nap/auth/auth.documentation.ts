import { refusedInput, SAMPLE_NEW_USER, UNREADABLE_JSON } from '#edge';
import { body, describe, header } from '../documentation.js';
import { ModelsErrorResponse } from '../models-error-response.dto.js';
import { REFRESH_TOKEN_HEADER, RefreshHeaders, SESSION_TOKEN_HEADER } from './headers.dto.js';
import { toLoginResult, toLogoutResult, toRefreshResult, toSignupResult } from './mappers.js';
import { HandlersUserLoginData, HandlersUserSignupData } from './requests.dto.js';
import {
  HandlersLogoutResult,
  HandlersRefreshTokenResult,
  HandlersUserLoginResult,
  HandlersUserSignupResult,
} from './responses.dto.js';
import { SAMPLE_TOKENS } from './sample-tokens.js';
import { noToken } from './session-finder.js';

const SIGNUP = {
  email: 'ada@example.com',
  password: 'correct horse battery',
  confirmPassword: 'correct horse battery',
  firstName: 'Ada',
  lastName: 'Lovelace',
};
const MISTYPED = { ...SIGNUP, confirmPassword: 'correct horse' };

/** The published description of each operation. */
export const documents = {
  signup: () =>
    describe({
      operationId: 'apiAuthSignupPost',
      summary: 'User Signup',
      description: 'Opens an account, gives it a seat in the organization, and mails a link that verifies its address.',
      success: [HandlersUserSignupResult, 'User Signup Result', toSignupResult(SAMPLE_NEW_USER)],
      input: body(HandlersUserSignupData, 'User Signup Data', {
        uninvited: { summary: 'Without an invitation', value: SIGNUP },
      }),
      errors: [
        refusedInput(HandlersUserSignupData, 'body', MISTYPED),
        'identifier_taken',
        ...UNREADABLE_JSON,
        'invitation_invalid',
        'limit_exceeded',
        'overloaded',
      ],
      labels: {
        400: 'Bad Request',
        401: 'Unauthorized - Invalid Invite Token or Missing Invite Token or Domain Not Allowed',
        500: 'Internal Server Error',
      },
    }),
  login: () =>
    describe({
      operationId: 'apiAuthLoginPost',
      summary: 'User Login',
      description:
        'Opens a session for a member whose address is verified, and answers its tokens. For a member of several ' +
        'organizations it answers a flow to choose one in.',
      success: [HandlersUserLoginResult, 'User Login Result', toLoginResult(SAMPLE_TOKENS)],
      input: body(HandlersUserLoginData, 'User Login Data'),
      errors: [
        refusedInput(HandlersUserLoginData, 'body', { email: 'ada' }),
        ...UNREADABLE_JSON,
        'invalid_credentials',
        'email_not_verified',
        'not_a_member',
        'limit_exceeded',
        'overloaded',
      ],
      labels: {
        400: 'Bad Request',
        401: 'Unauthorized',
        403: [
          [HandlersUserLoginResult, ModelsErrorResponse],
          'Forbidden - Email Not Verified OR User does not belong to any organization',
        ],
        500: 'Internal Server Error',
      },
    }),
  refresh: () =>
    describe({
      operationId: 'apiAuthRefreshPost',
      summary: 'Refresh Token',
      description: 'Spends the refresh token for its successor and a new session token. A body is not read.',
      success: [HandlersRefreshTokenResult, 'New tokens', toRefreshResult(SAMPLE_TOKENS)],
      input: [header(REFRESH_TOKEN_HEADER, 'Refresh token', true)],
      errors: [refusedInput(RefreshHeaders, 'header', {}), 'invalid_refresh_token', 'body_too_large', 'limit_exceeded'],
      labels: {
        400: 'Bad Request - Invalid or missing tokens',
        401: 'Unauthorized - Invalid or expired tokens - Proceed to Login',
        500: 'Internal server error',
      },
    }),
  logout: () =>
    describe({
      operationId: 'apiAuthLogoutPost',
      summary: 'Logout user',
      description: 'Ends the session that the tokens belong to, with every token of it. A body is not read.',
      success: [HandlersLogoutResult, 'Logout result', toLogoutResult()],
      input: [
        header(SESSION_TOKEN_HEADER, 'Session token (optional)', false),
        header(REFRESH_TOKEN_HEADER, 'Refresh token (optional)', false),
      ],
      errors: [noToken(), 'invalid_access_token', 'invalid_refresh_token', 'body_too_large', 'limit_exceeded'],
      labels: {
        400: 'Bad Request - Invalid or missing tokens',
        401: 'Unauthorized - Invalid or expired tokens',
        500: 'Internal server error',
      },
    }),
};
