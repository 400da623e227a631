import type { KnownError } from '../errors/known-error.js';
import { type Answer, headersFor } from './answer.js';

const STATUS: Partial<Record<KnownError['code'], number>> = {
  invalid_input: 422,
  malformed_body: 400,
  body_too_large: 413,
  unsupported_media_type: 415,
  route_unknown: 404,
  method_not_allowed: 405,
  limit_exceeded: 429,
  overloaded: 503,
  unavailable: 503,
  unexpected: 500,
  invalid_access_token: 401,
};

/** The answer outside of all territories: problem details (RFC 9457). */
export function problemAnswer(error: KnownError): Answer {
  const status = error.code === 'bad_request' ? error.status : (STATUS[error.code] ?? 400);
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headersFor(error, status) },
    body: { type: 'about:blank', status, title: error.message, code: error.code },
  };
}
