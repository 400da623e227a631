import { body, describe, header } from '../documentation.js';
import { ModelsErrorResponse } from '../models-error-response.dto.js';
import { REFRESH_TOKEN_HEADER, SESSION_TOKEN_HEADER } from './headers.dto.js';
import { HandlersUserLoginData, HandlersUserSignupData } from './requests.dto.js';
import {
  HandlersLogoutResult,
  HandlersRefreshTokenResult,
  HandlersUserLoginResult,
  HandlersUserSignupResult,
} from './responses.dto.js';

/** The published description of each operation. */
export const documents = {
  signup: () =>
    describe({
      operationId: 'apiAuthSignupPost',
      summary: 'User Signup',
      description: 'Opens an account, gives it a seat in the organization, and mails a link that verifies its address.',
      success: [HandlersUserSignupResult, 'User Signup Result'],
      input: body(HandlersUserSignupData, 'User Signup Data'),
      errors: {
        400: 'Bad Request',
        401: 'Unauthorized - Invalid Invite Token or Missing Invite Token or Domain Not Allowed',
        500: 'Internal Server Error',
      },
      alsoAnswers: [413, 415, 429, 503],
    }),
  login: () =>
    describe({
      operationId: 'apiAuthLoginPost',
      summary: 'User Login',
      description:
        'Opens a session for a member whose address is verified, and answers its tokens. For a member of several ' +
        'organizations it answers a flow to choose one in.',
      success: [HandlersUserLoginResult, 'User Login Result'],
      input: body(HandlersUserLoginData, 'User Login Data'),
      errors: {
        400: 'Bad Request',
        401: 'Unauthorized',
        403: [
          [HandlersUserLoginResult, ModelsErrorResponse],
          'Forbidden - Email Not Verified OR User does not belong to any organization',
        ],
        500: 'Internal Server Error',
      },
      alsoAnswers: [413, 415, 429, 503],
    }),
  refresh: () =>
    describe({
      operationId: 'apiAuthRefreshPost',
      summary: 'Refresh Token',
      description: 'Spends the refresh token for its successor and a new session token. A body is not read.',
      success: [HandlersRefreshTokenResult, 'New tokens'],
      input: [header(REFRESH_TOKEN_HEADER, 'Refresh token', true)],
      errors: {
        400: 'Bad Request - Invalid or missing tokens',
        401: 'Unauthorized - Invalid or expired tokens - Proceed to Login',
        500: 'Internal server error',
      },
      alsoAnswers: [413, 429],
    }),
  logout: () =>
    describe({
      operationId: 'apiAuthLogoutPost',
      summary: 'Logout user',
      description: 'Ends the session that the tokens belong to, with every token of it. A body is not read.',
      success: [HandlersLogoutResult, 'Logout result'],
      input: [
        header(SESSION_TOKEN_HEADER, 'Session token (optional)', false),
        header(REFRESH_TOKEN_HEADER, 'Refresh token (optional)', false),
      ],
      errors: {
        400: 'Bad Request - Invalid or missing tokens',
        401: 'Unauthorized - Invalid or expired tokens',
        500: 'Internal server error',
      },
      alsoAnswers: [413, 429],
    }),
};
