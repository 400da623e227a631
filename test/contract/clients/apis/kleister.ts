import type { Each } from './operation.js';

interface AuthLogin {
  readonly username: string;
  readonly password: string;
}

interface AuthToken {
  readonly token: string;
  readonly expires_at: string;
}

interface AuthVerify {
  readonly username: string;
  readonly created_at: string;
}

interface GeneralError {
  readonly status: number;
  readonly message: string;
}

/** What has been written against this API. */
export interface Kleister {
  readonly loginUser: {
    readonly body: AuthLogin;
    readonly answers: Each<200, AuthToken> & Each<401 | 429 | 503 | 'default', GeneralError>;
  };
  readonly refreshAuth: {
    readonly answers: Each<200, AuthToken> & Each<401 | 429 | 503 | 'default', GeneralError>;
  };
  readonly verifyAuth: {
    readonly path: { readonly token: string };
    readonly answers: Each<200, AuthVerify> & Each<401 | 503 | 'default', GeneralError>;
  };
}
