import type { DialectName } from './facts.js';

/** Something that our document has and the documented API has not. */
export interface Addition {
  readonly what: string;
  /** Where it stands among the facts; everything below it belongs to it. */
  readonly paths: readonly string[];
}

const tooLarge = (...methods: string[]) => answers(413, 'a request body past the limit', methods);
const notJson = (...methods: string[]) => answers(415, 'a body of another type than JSON', methods);
const tooMany = (...methods: string[]) => answers(429, 'a limit that is spent', methods);
const broken = (...methods: string[]) => answers(500, 'a fault of the service', methods);
const unavailable = (...methods: string[]) => answers(503, 'a database out of reach, or too many passwords', methods);

const challenge = (...methods: string[]) => header('WWW-Authenticate', 401, methods);
const delay = (...methods: string[]) => header('Retry-After', 429, methods);

/** All that we add, and nothing else: HTTP asks for it, or a client that meets it has to be told. */
export const ADDITIONS: Readonly<Record<DialectName, readonly Addition[]>> = {
  authservice: [
    tooLarge('login_client_post', 'regenerate_client_credentials_post', 'register_post'),
    tooMany('client_get', 'login_client_post', 'regenerate_client_credentials_post', 'register_post'),
    unavailable('client_get', 'login_client_post', 'regenerate_client_credentials_post', 'register_post'),
    challenge('client_get', 'login_client_post', 'regenerate_client_credentials_post'),
  ],
  kleister: [
    tooMany('login_user', 'refresh_auth'),
    unavailable('login_user', 'refresh_auth', 'verify_auth'),
    challenge('login_user', 'refresh_auth', 'verify_auth'),
  ],
  gravscale: [
    answers(401, 'wrong credentials or tokens', ['info', 'refresh_token', 'sign_in']),
    tooLarge('refresh_token', 'sign_in', 'sign_up'),
    notJson('sign_in', 'sign_up'),
    tooMany('refresh_token', 'sign_in', 'sign_up'),
    broken('info', 'refresh_token', 'sign_in', 'sign_up'),
    unavailable('info', 'refresh_token', 'sign_in', 'sign_up'),
    { what: 'the body of every error but 422', paths: ['models.ErrorSchema'] },
  ],
  cadenza: [
    tooLarge('auth_login', 'auth_logout', 'auth_recover', 'auth_refresh_token', 'auth_signup', 'auth_update_user'),
    notJson('auth_login', 'auth_recover', 'auth_refresh_token', 'auth_signup', 'auth_update_user'),
    tooMany('auth_refresh_token', 'auth_update_user'),
    unavailable(
      'auth_get_user',
      'auth_login',
      'auth_logout',
      'auth_recover',
      'auth_refresh_token',
      'auth_signup',
      'auth_update_user',
    ),
    challenge('auth_get_user', 'auth_login', 'auth_logout', 'auth_refresh_token', 'auth_update_user'),
    delay('auth_login', 'auth_recover', 'auth_signup'),
  ],
  nap: [
    answers(401, 'an API key that is missing or wrong, where keys are configured', [
      'api_auth_flow_flow_id_get',
      'api_auth_verify_email_send_post',
      'api_auth_verify_email_verify_post',
    ]),
    tooLarge(
      'api_auth_login_post',
      'api_auth_logout_post',
      'api_auth_refresh_post',
      'api_auth_signup_post',
      'api_auth_verify_email_send_post',
      'api_auth_verify_email_verify_post',
    ),
    notJson(
      'api_auth_login_post',
      'api_auth_signup_post',
      'api_auth_verify_email_send_post',
      'api_auth_verify_email_verify_post',
    ),
    tooMany(
      'api_auth_login_post',
      'api_auth_logout_post',
      'api_auth_refresh_post',
      'api_auth_signup_post',
      'api_auth_verify_email_send_post',
      'api_auth_verify_email_verify_post',
    ),
    unavailable(
      'api_auth_flow_flow_id_get',
      'api_auth_login_post',
      'api_auth_logout_post',
      'api_auth_refresh_post',
      'api_auth_signup_post',
      'api_auth_verify_email_send_post',
      'api_auth_verify_email_verify_post',
    ),
    challenge('api_auth_login_post', 'api_auth_logout_post', 'api_auth_refresh_post', 'api_auth_signup_post'),
    {
      what: 'the operation that finishes a flow, in a group of its own, and what it takes',
      paths: ['operations.api_auth_flow_flow_id_complete_post', 'models.HandlersFlowCompleteData'],
    },
    {
      what: 'the secret that finishes a flow, told by the log-in that begins it',
      paths: ['models.HandlersUserLoginResult.fields.completionSecret'],
    },
  ],
};

function answers(status: number, what: string, methods: readonly string[]): Addition {
  return { what: `${status}: ${what}`, paths: methods.map((method) => `operations.${method}.responses.${status}`) };
}

/** Of an answer whose documentation knows no headers. */
function header(name: string, status: number, methods: readonly string[]): Addition {
  const paths = methods.map((method) => `operations.${method}.responses.${status}.headers`);
  return { what: `${name} of a documented ${status}`, paths };
}
