import type { ErrorTable, Fault } from '#edge';

/** One thing that is wrong with the input, and where: `body`, `query` or `header`, then the way down. */
export interface GravscaleFault {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** An error as this API tells it. */
export type GravscaleError =
  | { readonly status: 422; readonly detail: readonly GravscaleFault[] }
  | {
      readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 417 | 429 | 431 | 500 | 503;
      readonly detail: string;
    };

type OtherStatus = Exclude<GravscaleError['status'], 422>;

/** What clients in the manner of pydantic call a broken rule of ours; every other is a `value_error`. */
const TYPES: Readonly<Record<string, string>> = {
  missing: 'missing',
  isString: 'string_type',
  object: 'model_attributes_type',
};

const say = (status: OtherStatus, detail: string): GravscaleError => ({ status, detail });

const faults = (...detail: readonly GravscaleFault[]): GravscaleError => ({ status: 422, detail });

const inBody = (field: string, msg: string) => faults({ loc: ['body', field], msg, type: 'value_error' });

/** What each error is called here. */
export const GRAVSCALE_ERRORS: ErrorTable<GravscaleError> = {
  invalid_credentials: () => say(401, 'Incorrect email or password'),
  invalid_client: () => say(401, 'Incorrect client credentials'),
  invalid_access_token: () => say(401, 'Not authenticated'),
  invalid_refresh_token: () => say(401, 'The refresh token is invalid or expired'),
  invalid_one_time_token: () => say(400, 'The token is invalid or expired'),
  email_not_verified: () => say(403, 'The email address is not verified'),
  not_a_member: () => say(403, 'The account belongs to no organization'),
  identifier_taken: () => inBody('email', 'email is already registered'),
  identifier_invalid: ({ message }) => inBody('email', message),
  metadata_too_large: ({ message }) => inBody('metadata', message),
  password_unacceptable: ({ message }) => inBody('password', message),
  role_not_allowed: ({ message }) => inBody('role', message),
  invitation_invalid: () => say(403, 'The invitation is not valid'),
  organization_choice_required: () => say(403, 'The account belongs to several organizations'),
  invitation_required: () => say(403, 'An invitation is needed to sign up'),
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
  flow_not_found: () => say(404, 'The flow does not exist or has expired'),
  completion_refused: () => say(401, 'The completion secret is not valid'),
  invalid_input: (error) => faults(...error.faults.map(toFault)),
  malformed_body: ({ message, offset }) => faults({ loc: ['body', offset], msg: message, type: 'json_invalid' }),
  bad_request: ({ status, message }) => say(status, message),
  body_too_large: ({ message }) => say(413, message),
  unsupported_media_type: ({ message }) => say(415, message),
  route_unknown: () => say(404, 'Not Found'),
  method_not_allowed: () => say(405, 'Method Not Allowed'),
  limit_exceeded: ({ message }) => say(429, message),
  overloaded: ({ message }) => say(503, message),
  unavailable: ({ message }) => say(503, message),
  unexpected: () => say(500, 'Internal Server Error'),
};

function toFault({ location, path, rule, message }: Fault): GravscaleFault {
  return { loc: [location, ...path], msg: message, type: TYPES[rule] ?? 'value_error' };
}
