import type { ErrorTable, Fault } from '#edge';

/** What the envelope's `details` may carry besides the request's id; names as documented. */
export interface CadenzaDetails {
  readonly code: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** An error as this API tells it. */
export interface CadenzaError {
  readonly status: number;
  readonly error: string;
  readonly details: CadenzaDetails;
}

const say = (status: number, code: string, error: string, metadata?: CadenzaDetails['metadata']): CadenzaError => ({
  status,
  error,
  details: { code, ...(metadata && { metadata }) },
});

const field = (name: string, message: string) => say(400, 'VALIDATION_FAILED', message, { [name]: message });

/** What each error is called here. */
export const CADENZA_ERRORS: ErrorTable<CadenzaError> = {
  invalid_credentials: () => say(401, 'INVALID_CREDENTIALS', 'Invalid email or password'),
  invalid_client: () => say(401, 'INVALID_CREDENTIALS', 'Invalid client credentials'),
  invalid_access_token: () => say(401, 'INVALID_TOKEN', 'Authentication required'),
  invalid_refresh_token: () => say(401, 'INVALID_TOKEN', 'The refresh token is invalid or expired'),
  invalid_one_time_token: () => say(400, 'INVALID_TOKEN', 'The token is invalid or expired'),
  email_not_verified: () => say(401, 'EMAIL_NOT_VERIFIED', 'The email address is not verified'),
  not_a_member: () => say(401, 'NOT_A_MEMBER', 'The account belongs to no organization'),
  identifier_taken: () =>
    say(400, 'EMAIL_TAKEN', 'A user with this email already exists', { email: 'is already taken' }),
  identifier_invalid: (error) => field('email', error.message),
  metadata_too_large: (error) => field('metadata', error.message),
  password_unacceptable: (error) => field('password', error.message),
  role_not_allowed: (error) => field('role', error.message),
  invitation_invalid: () => say(400, 'INVITATION_INVALID', 'The invitation is not valid'),
  organization_choice_required: () =>
    say(401, 'ORGANIZATION_CHOICE_REQUIRED', 'The account belongs to several organizations'),
  invitation_required: () => say(400, 'INVITATION_REQUIRED', 'An invitation is needed to sign up'),
  organization_not_found: () => say(404, 'ORGANIZATION_NOT_FOUND', 'The organization does not exist'),
  organization_invalid: ({ message }) => say(400, 'ORGANIZATION_INVALID', message),
  slug_taken: () => say(400, 'SLUG_TAKEN', 'The slug is already taken'),
  stale_update: () => say(400, 'STALE_UPDATE', 'It has been changed meanwhile'),
  member_not_found: () => say(404, 'MEMBER_NOT_FOUND', 'The account is not a member of the organization'),
  already_a_member: () => say(400, 'ALREADY_A_MEMBER', 'The account is a member of the organization already'),
  last_owner: () => say(400, 'LAST_OWNER', 'An organization keeps at least one owner'),
  domain_invalid: () => say(400, 'DOMAIN_INVALID', 'That is not a domain name'),
  domain_taken: () => say(400, 'DOMAIN_TAKEN', 'The domain is already taken'),
  domain_not_found: () => say(404, 'DOMAIN_NOT_FOUND', 'The organization has no such domain'),
  domain_not_verified: ({ message }) => say(400, 'DOMAIN_NOT_VERIFIED', message),
  invitation_not_found: () => say(404, 'INVITATION_NOT_FOUND', 'The organization has no such invitation'),
  invitation_settled: () => say(400, 'INVITATION_SETTLED', 'The invitation was accepted or revoked already'),
  cursor_invalid: () => say(400, 'CURSOR_INVALID', 'The page cursor is not valid'),
  not_permitted: ({ message }) => say(403, 'NOT_PERMITTED', message),
  account_not_found: () => say(404, 'ACCOUNT_NOT_FOUND', 'The account does not exist'),
  session_not_found: () => say(404, 'SESSION_NOT_FOUND', 'The session does not exist'),
  client_not_found: () => say(404, 'CLIENT_NOT_FOUND', 'The client does not exist'),
  last_superadmin: () => say(400, 'LAST_SUPERADMIN', 'At least one enabled superadmin has to remain'),
  no_email_address: () => say(400, 'NO_EMAIL_ADDRESS', 'The account has no e-mail address'),
  invalid_api_key: () => say(401, 'INVALID_API_KEY', 'The API key is invalid, expired or revoked'),
  api_key_not_found: () => say(404, 'API_KEY_NOT_FOUND', 'The API key does not exist'),
  api_key_unacceptable: ({ message }) => say(400, 'API_KEY_UNACCEPTABLE', message),
  unknown_email: () => say(400, 'UNKNOWN_EMAIL', 'No account uses this email'),
  email_already_verified: () => say(400, 'EMAIL_VERIFIED', 'The email address is verified already'),
  flow_not_found: () => say(400, 'FLOW_NOT_FOUND', 'The flow does not exist or has expired'),
  completion_refused: () => say(401, 'COMPLETION_REFUSED', 'The completion secret is not valid'),
  invalid_input: ({ message, faults }) => say(400, 'VALIDATION_FAILED', message, namedFaults(faults)),
  malformed_body: ({ message }) => say(400, 'MALFORMED_BODY', message),
  bad_request: ({ status, message }) => say(status, 'BAD_REQUEST', message),
  body_too_large: ({ message }) => say(413, 'BODY_TOO_LARGE', message),
  unsupported_media_type: ({ message }) => say(415, 'UNSUPPORTED_MEDIA_TYPE', message),
  route_unknown: ({ message }) => say(404, 'NOT_FOUND', message),
  method_not_allowed: ({ message }) => say(405, 'METHOD_NOT_ALLOWED', message),
  limit_exceeded: ({ message, policy, retryAfterSeconds }) =>
    say(429, 'RATE_LIMITED', 'Too many requests', { limit: policy, message, retry_after_seconds: retryAfterSeconds }),
  overloaded: ({ message }) => say(503, 'OVERLOADED', message),
  unavailable: ({ message }) => say(503, 'UNAVAILABLE', message),
  unexpected: () => say(500, 'INTERNAL_ERROR', 'Internal server error'),
};

/** The first fault of each field, by the field's name. */
function namedFaults(faults: readonly Fault[]): Record<string, string> {
  return Object.fromEntries([...faults].reverse().map(({ path, message }) => [path.join('.') || 'body', message]));
}
