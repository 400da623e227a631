import type { Answer } from '../../support/answer.js';
import { TOO_MANY } from '../../support/limits.js';

const generalError = (status: number, message: string): Answer => ({ status, body: { status, message } });

/** What the documented API answers when it does not do what it was asked: the `GeneralError`. */
export const errors = {
  credentials: generalError(401, 'Wrong username or password'),
  token: generalError(401, 'The token is missing, invalid or expired'),
  malformed: generalError(400, 'The body is not valid JSON'),
  notUtf8: generalError(400, 'The body is not valid UTF-8'),
  tooDeep: generalError(400, 'The body is nested deeper than 32 levels'),
  unreadable: generalError(400, 'The request cannot be read'),
  notFound: generalError(404, 'There is nothing at this address'),
  method: generalError(405, 'This address does not take that method'),
  tooLarge: generalError(413, 'The request body is too large'),
  mediaType: generalError(415, 'The content type must be application/json'),
  tooMany: generalError(429, TOO_MANY),
  unexpected: generalError(500, 'Internal server error'),
  busy: generalError(503, 'The service is busy; try again shortly'),
  invalid: (message: string) => generalError(422, message),
} as const;
