import type { Each } from './operation.js';

interface LoginSchema {
  readonly email: string;
  readonly password: string;
}

interface UserInfoSchema {
  readonly email: string;
  readonly nickname: string;
}

interface AccountSchema extends UserInfoSchema {
  readonly accountId: string;
  readonly picture: string;
}

interface AuthorizationSchema {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly type: string;
  readonly expiresAt: string;
}

interface HTTPValidationError {
  readonly detail: readonly {
    readonly loc: readonly (string | number)[];
    readonly msg: string;
    readonly type: string;
  }[];
}

interface OtherError {
  readonly detail: string;
}

/** What has been written against this API. */
export interface Gravscale {
  readonly signUp: {
    readonly body: LoginSchema;
    readonly answers: Each<201, AccountSchema> &
      Each<422, HTTPValidationError> &
      Each<413 | 415 | 429 | 500 | 503, OtherError>;
  };
  readonly signIn: {
    readonly body: LoginSchema;
    readonly answers: Each<200, AuthorizationSchema> &
      Each<422, HTTPValidationError> &
      Each<401 | 413 | 415 | 429 | 500 | 503, OtherError>;
  };
  readonly refreshToken: {
    readonly query: { readonly refresh_token: string };
    readonly answers: Each<200, AuthorizationSchema> &
      Each<422, HTTPValidationError> &
      Each<401 | 413 | 429 | 500 | 503, OtherError>;
  };
  readonly info: {
    readonly answers: Each<200, UserInfoSchema> & Each<401 | 500 | 503, OtherError>;
  };
}
