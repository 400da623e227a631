import type { Answer } from '../../support/answer.js';
import { TOO_MANY } from '../../support/limits.js';

const UUID = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);

/** What every success of the documented API answers around its data. */
export function success(data: unknown): Answer {
  return { status: 200, body: { success: true, errno: 0, error: null, data } };
}

function failure(status: number, code: string, error: string, metadata?: Readonly<Record<string, unknown>>): Answer {
  const details = { code, request_id: UUID, ...(metadata && { metadata }) };
  return { status, body: { success: false, errno: -status, error, details, data: null } };
}

/** What the documented API answers when it does not do what it was asked. */
export const errors = {
  credentials: failure(401, 'INVALID_CREDENTIALS', 'Invalid email or password'),
  unauthenticated: failure(401, 'INVALID_TOKEN', 'Authentication required'),
  refreshToken: failure(401, 'INVALID_TOKEN', 'The refresh token is invalid or expired'),
  taken: failure(400, 'EMAIL_TAKEN', 'A user with this email already exists', { email: 'is already taken' }),
  malformed: failure(400, 'MALFORMED_BODY', 'The body is not valid JSON'),
  notUtf8: failure(400, 'MALFORMED_BODY', 'The body is not valid UTF-8'),
  tooDeep: failure(400, 'MALFORMED_BODY', 'The body is nested deeper than 32 levels'),
  unreadable: failure(400, 'BAD_REQUEST', 'The request cannot be read'),
  notFound: failure(404, 'NOT_FOUND', 'There is nothing at this address'),
  method: failure(405, 'METHOD_NOT_ALLOWED', 'This address does not take that method'),
  tooLarge: failure(413, 'BODY_TOO_LARGE', 'The request body is too large'),
  contentType: failure(415, 'UNSUPPORTED_MEDIA_TYPE', 'The content type must be application/json'),
  tooMany: failure(429, 'RATE_LIMITED', 'Too many requests', {
    limit: expect.stringMatching(/^[a-z-]+\.(address|account|pair)$/),
    message: TOO_MANY,
    retry_after_seconds: expect.any(Number),
  }),
  unexpected: failure(500, 'INTERNAL_ERROR', 'Internal server error'),
  busy: failure(503, 'OVERLOADED', 'The service is busy; try again shortly'),
  /** One message for each field that is wrong, in the order of the document. */
  invalid: (metadata: Readonly<Record<string, string>>) =>
    failure(400, 'VALIDATION_FAILED', Object.values(metadata).join('; '), metadata),
} as const;

export const MESSAGES = {
  email: 'email must be an e-mail address',
  password: 'password must be a text of 1 to 1024 characters without control characters',
  newPassword: 'password must be a text of 8 to 1024 characters without control characters',
  metadata: 'metadata must be a JSON object',
  refreshToken: 'refreshToken must be a token',
} as const;

/** An account as it is shown right after it was opened, and with whatever has happened to it since. */
export function shownUser(email: string, now: Date, since: Readonly<Record<string, unknown>> = {}) {
  return {
    id: UUID,
    email,
    role: 'user',
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    appMetadata: {},
    userMetadata: {},
    ...since,
  };
}

/** A session as it is shown when it was opened or refreshed at that moment. */
export function shownSession(user: unknown, now: Date) {
  return {
    accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    refreshToken: expect.stringMatching(/^[\w-]{86}$/),
    tokenType: 'bearer',
    expiresIn: 3600,
    expiresAt: now.getTime() / 1000 + 3600,
    user,
  };
}
