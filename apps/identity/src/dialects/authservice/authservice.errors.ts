import type { ErrorTable } from '#edge';

/** An error as this API tells it. */
export interface AuthserviceError {
  readonly status: number;
  readonly message: string;
}

const say = (status: number, message: string): AuthserviceError => ({ status, message });

/** What each error is called here; clients compare some of the messages letter by letter. */
export const AUTHSERVICE_ERRORS: ErrorTable<AuthserviceError> = {
  invalid_credentials: () => say(401, 'Invalid credentials'),
  invalid_client: () => say(401, 'Invalid client credentials'),
  invalid_access_token: () => say(401, 'Invalid token'),
  invalid_refresh_token: () => say(401, 'Invalid token'),
  invalid_one_time_token: () => say(400, 'Invalid token'),
  email_not_verified: () => say(401, 'The email address is not verified'),
  not_a_member: () => say(401, 'The account belongs to no organization'),
  identifier_taken: () => say(400, 'Username is already taken'),
  identifier_invalid: ({ rule }) => say(400, `username ${rule}`),
  metadata_too_large: ({ message }) => say(400, message),
  password_unacceptable: ({ message }) => say(400, message),
  role_not_allowed: ({ message }) => say(400, message),
  invitation_invalid: () => say(400, 'The invitation is not valid'),
  organization_choice_required: () => say(401, 'The account belongs to several organizations'),
  invitation_required: () => say(400, 'An invitation is needed to sign up'),
  organization_not_found: () => say(404, 'The organization does not exist'),
  organization_invalid: ({ message }) => say(400, message),
  slug_taken: () => say(400, 'The slug is already taken'),
  stale_update: () => say(400, 'It has been changed meanwhile'),
  member_not_found: () => say(404, 'The account is not a member of the organization'),
  already_a_member: () => say(400, 'The account is a member of the organization already'),
  last_owner: () => say(400, 'An organization keeps at least one owner'),
  domain_invalid: () => say(400, 'That is not a domain name'),
  domain_taken: () => say(400, 'The domain is already taken'),
  domain_not_found: () => say(404, 'The organization has no such domain'),
  domain_not_verified: ({ message }) => say(400, message),
  invitation_not_found: () => say(404, 'The organization has no such invitation'),
  invitation_settled: () => say(400, 'The invitation was accepted or revoked already'),
  cursor_invalid: () => say(400, 'The page cursor is not valid'),
  not_permitted: ({ message }) => say(403, message),
  account_not_found: () => say(404, 'The account does not exist'),
  session_not_found: () => say(404, 'The session does not exist'),
  client_not_found: () => say(404, 'The client does not exist'),
  last_superadmin: () => say(400, 'At least one enabled superadmin has to remain'),
  no_email_address: () => say(400, 'The account has no e-mail address'),
  invalid_api_key: () => say(401, 'The API key is invalid, expired or revoked'),
  api_key_not_found: () => say(404, 'The API key does not exist'),
  api_key_unacceptable: ({ message }) => say(400, message),
  unknown_email: () => say(400, 'No account uses this email'),
  email_already_verified: () => say(400, 'The email address is verified already'),
  flow_not_found: () => say(400, 'The flow does not exist or has expired'),
  completion_refused: () => say(401, 'The completion secret is not valid'),
  invalid_input: ({ message }) => say(400, message),
  malformed_body: ({ message }) => say(400, message),
  bad_request: ({ status, message }) => say(status, message),
  body_too_large: ({ message }) => say(413, message),
  unsupported_media_type: ({ message }) => say(415, message),
  route_unknown: ({ message }) => say(404, message),
  method_not_allowed: ({ message }) => say(405, message),
  limit_exceeded: ({ message }) => say(429, message),
  overloaded: ({ message }) => say(503, message),
  unavailable: ({ message }) => say(503, message),
  unexpected: () => say(500, 'Internal server error'),
};
