import type { Answer } from '../../support/answer.js';
import { TOO_MANY } from '../../support/limits.js';

const say = (status: number, message: string): Answer => ({ status, body: { message } });

/** What the documented API answers when it does not do what it was asked. */
export const errors = {
  taken: say(400, 'Username is already taken'),
  credentials: say(401, 'Invalid credentials'),
  client: say(401, 'Invalid client credentials'),
  notFound: say(404, 'There is nothing at this address'),
  method: say(405, 'This address does not take that method'),
  tooLarge: say(413, 'The request body is too large'),
  tooMany: say(429, TOO_MANY),
  busy: say(503, 'The service is busy; try again shortly'),
  unreadable: say(400, 'The request cannot be read'),
  unexpected: { status: 500, body: { error: 'Internal server error' } },
  badRequest: (message: string) => say(400, message),
} as const;
