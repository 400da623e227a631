import type { Answer } from '../../support/answer.js';
import { TOO_MANY } from '../../support/limits.js';

const say = (status: number, message: string): Answer => ({ status, body: { message, debug: '', code: status } });

/** What the documented API answers when it does not do what it was asked. */
export const errors = {
  credentials: say(401, 'Invalid email or password'),
  apiKey: say(401, 'The API key is missing or not valid'),
  sessionToken: say(401, 'The session token is invalid or expired'),
  refreshToken: say(401, 'The refresh token is invalid or expired'),
  invitation: say(401, 'The invite token is not valid'),
  invitationRequired: say(401, 'An invitation is needed to sign up'),
  completion: say(401, 'The completion secret is not valid'),
  notThere: say(403, 'User does not belong to that organization'),
  notAMember: say(403, 'User does not belong to any organization'),
  oneTimeToken: say(400, 'The token is invalid or expired'),
  taken: say(400, 'A user with this email already exists'),
  unknownEmail: say(400, 'User does not exist'),
  verifiedAlready: say(400, 'The email address is already verified'),
  flow: say(400, 'The flow does not exist or has expired'),
  tokensMissing: say(400, 'X-NAP-Session-Token or X-NAP-Refresh-Token is required'),
  tokensApart: say(400, 'The tokens belong to different sessions'),
  badRequest: (message: string) => say(400, message),
  missing: (...fields: readonly string[]) => say(400, fields.map((field) => `${field} is required`).join('; ')),
  noEmail: say(400, 'email must be an e-mail address'),
  unreadable: say(400, 'The request cannot be read'),
  notFound: say(404, 'There is nothing at this address'),
  method: say(405, 'This address does not take that method'),
  tooLarge: say(413, 'The request body is too large'),
  mediaType: say(415, 'The content type must be application/json'),
  tooMany: say(429, TOO_MANY),
  unexpected: say(500, 'Internal server error'),
  busy: say(503, 'The service is busy; try again shortly'),
} as const;
