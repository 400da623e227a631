/** What somebody can show to be let in, or to have something done in somebody's name. */
export type CredentialKind =
  | 'password'
  | 'client_secret'
  | 'access_token'
  /** An access token as one API wraps it. */
  | 'session_token'
  | 'refresh_token'
  /** Out of a mail that verifies an address or recovers an account. */
  | 'one_time_token'
  | 'invitation'
  /** Whoever knows the id of a flow may read it. */
  | 'flow_id'
  | 'completion_secret'
  /** Says which program is asking, never on whose behalf. */
  | 'api_key';
