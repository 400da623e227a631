import type { Answer } from '../../support/answer.js';
import { TOO_MANY } from '../../support/limits.js';

export type Loc = readonly (string | number)[];

const say = (status: number, detail: string): Answer => ({ status, body: { detail } });

/** A 422 with these faults: where, what, and what clients call it. */
const faults = (...faults: readonly [loc: Loc, msg: string, type: string][]): Answer => ({
  status: 422,
  body: { detail: faults.map(([loc, msg, type]) => ({ loc, msg, type })) },
});

/** What the documented API answers when it does not do what it was asked. */
export const errors = {
  credentials: say(401, 'Incorrect email or password'),
  unauthenticated: say(401, 'Not authenticated'),
  refreshToken: say(401, 'The refresh token is invalid or expired'),
  unreadable: say(400, 'The request cannot be read'),
  notFound: say(404, 'Not Found'),
  method: say(405, 'Method Not Allowed'),
  tooLarge: say(413, 'The request body is too large'),
  mediaType: say(415, 'The content type must be application/json'),
  tooMany: say(429, TOO_MANY),
  unexpected: say(500, 'Internal Server Error'),
  busy: say(503, 'The service is busy; try again shortly'),
  taken: faults([['body', 'email'], 'email is already registered', 'value_error']),
  faults,
  missing: (place: string, field: string) => faults([[place, field], `${field} is required`, 'missing']),
  noString: (place: string, field: string) => faults([[place, field], `${field} must be a string`, 'string_type']),
  noEmail: faults([['body', 'email'], 'email must be an e-mail address', 'value_error']),
  noPassword: faults([
    ['body', 'password'],
    'password must be a text of 1 to 1024 characters without control characters',
    'value_error',
  ]),
  noToken: faults([['query', 'refresh_token'], 'refresh_token must be a token', 'value_error']),
  malformed: (offset: number, msg = 'The body is not valid JSON') => faults([['body', offset], msg, 'json_invalid']),
} as const;
