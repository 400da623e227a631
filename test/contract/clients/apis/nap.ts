import type { Each } from './operation.js';

interface TokensTokens {
  readonly session_id: string;
  readonly session_token: string;
  readonly session_token_expiry: string;
  readonly refresh_token: string;
  readonly refresh_token_expiry: string;
}

interface LoginResult {
  readonly message: string;
  readonly requireEmailVerification: boolean;
  readonly tokens?: TokensTokens;
  readonly flowId?: string;
  readonly completionSecret?: string;
}

interface OrgCompat {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly description?: string;
  readonly avatarURL?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt?: string;
}

interface UserFlowData {
  readonly id: string;
  readonly type: 'login' | 'invite' | 'password_reset' | 'sso';
  readonly userId: string;
  readonly email: string;
  readonly orgs?: readonly OrgCompat[];
  readonly mfaRequired: boolean;
  readonly mfaVerified: boolean;
  readonly inviteToken?: string;
  readonly ssoProvider?: string;
  readonly ssoUserId?: string;
  readonly returnTo?: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

interface Done {
  readonly success: boolean;
  readonly message: string;
}

interface ErrorResponse {
  readonly message: string;
  readonly debug: string;
  readonly code: number;
}

/** What has been written against this API. */
export interface Nap {
  readonly apiAuthFlowFlowIdCompletePost: {
    readonly path: { readonly flowId: string };
    readonly body: { readonly orgId: string; readonly completionSecret: string };
    readonly answers: Each<200, LoginResult> & Each<403, ErrorResponse> & Refusals;
  };
  readonly apiAuthFlowFlowIdGet: {
    readonly path: { readonly flowId: string };
    readonly answers: Each<200, UserFlowData> & Each<400 | 401 | 500 | 503, ErrorResponse>;
  };
  readonly apiAuthLoginPost: {
    readonly body: { readonly email: string; readonly password: string; readonly flowReturnTo?: string };
    readonly answers: Each<200, LoginResult> & Each<403, LoginResult | ErrorResponse> & Refusals;
  };
  readonly apiAuthLogoutPost: {
    readonly headers?: { readonly 'X-NAP-Session-Token'?: string; readonly 'X-NAP-Refresh-Token'?: string };
    readonly answers: Each<200, Done> & Each<400 | 401 | 413 | 429 | 500 | 503, ErrorResponse>;
  };
  readonly apiAuthRefreshPost: {
    readonly headers: { readonly 'X-NAP-Refresh-Token': string };
    readonly answers: Each<200, { readonly tokens: TokensTokens }> &
      Each<400 | 401 | 413 | 429 | 500 | 503, ErrorResponse>;
  };
  readonly apiAuthSignupPost: {
    readonly body: {
      readonly email: string;
      readonly password: string;
      readonly confirmPassword: string;
      readonly firstName: string;
      readonly lastName: string;
      readonly inviteToken?: string;
    };
    readonly answers: Each<200, { readonly userId: string; readonly message: string }> & Refusals;
  };
  readonly apiAuthVerifyEmailSendPost: {
    readonly body: { readonly email: string };
    readonly answers: Each<200, Done> & Refusals;
  };
  readonly apiAuthVerifyEmailVerifyPost: {
    readonly body: { readonly token: string };
    readonly answers: Each<200, Done> & Refusals;
  };
}

/** Wherever something is sent in a body. */
type Refusals = Each<400 | 401 | 413 | 415 | 429 | 500 | 503, ErrorResponse>;
