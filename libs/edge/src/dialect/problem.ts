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
  invalid_api_key: 401,
  not_permitted: 403,
  account_not_found: 404,
  session_not_found: 404,
  client_not_found: 404,
  api_key_not_found: 404,
  organization_not_found: 404,
  member_not_found: 404,
  domain_not_found: 404,
  invitation_not_found: 404,
  identifier_taken: 409,
  no_email_address: 409,
  last_superadmin: 409,
  last_owner: 409,
  slug_taken: 409,
  already_a_member: 409,
  domain_taken: 409,
  domain_not_verified: 409,
  invitation_settled: 409,
  stale_update: 412,
  identifier_invalid: 422,
  password_unacceptable: 422,
  metadata_too_large: 422,
  api_key_unacceptable: 422,
  organization_invalid: 422,
  domain_invalid: 422,
};

/** The answer outside of all territories: problem details (RFC 9457). */
export function problemAnswer(error: KnownError): Answer {
  const status = error.code === 'bad_request' ? error.status : (STATUS[error.code] ?? 400);
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headersFor(error, status) },
    body: { type: 'about:blank', status, title: error.message, code: error.code, ...faultsOf(error) },
  };
}

/** All that is wrong with the input, as a member of its own (RFC 9457 §3.2). */
function faultsOf(error: KnownError): object {
  if (error.code !== 'invalid_input') return {};
  return { faults: error.faults.map(({ location, path, rule, message }) => ({ location, path, rule, message })) };
}
