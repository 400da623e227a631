import type { ErrorTable } from '#edge';

/** An error as this API tells it. */
export interface NapError {
  readonly status: number;
  readonly message: string;
}

const say = (status: number, message: string): NapError => ({ status, message });

/** What each error is called here. */
export const NAP_ERRORS: ErrorTable<NapError> = {
  invalid_credentials: () => say(401, 'Invalid email or password'),
  invalid_client: () => say(401, 'The API key is missing or not valid'),
  invalid_access_token: () => say(401, 'The session token is invalid or expired'),
  invalid_refresh_token: () => say(401, 'The refresh token is invalid or expired'),
  invalid_one_time_token: () => say(400, 'The token is invalid or expired'),
  email_not_verified: () => say(403, 'The email address is not verified'),
  not_a_member: ({ organizationId }) =>
    say(403, `User does not belong to ${organizationId === undefined ? 'any' : 'that'} organization`),
  identifier_taken: () => say(400, 'A user with this email already exists'),
  identifier_invalid: ({ message }) => say(400, message),
  metadata_too_large: ({ message }) => say(400, message),
  password_unacceptable: ({ message }) => say(400, message),
  role_not_allowed: ({ message }) => say(400, message),
  invitation_invalid: () => say(401, 'The invite token is not valid'),
  organization_choice_required: () => say(403, 'The account belongs to several organizations'),
  invitation_required: () => say(401, 'An invitation is needed to sign up'),
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
  unknown_email: () => say(400, 'User does not exist'),
  email_already_verified: () => say(400, 'The email address is already verified'),
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
