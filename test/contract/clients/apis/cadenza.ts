import type { Each } from './operation.js';

interface BaseResponseDetails {
  readonly code?: string;
  readonly resource?: string;
  readonly action?: string;
  readonly required?: readonly string[];
  readonly provided?: readonly string[];
  readonly tenant_id?: string;
  readonly request_id?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

interface BaseResponse {
  readonly success: boolean;
  readonly errno: number;
  readonly error: string | null;
  readonly details?: BaseResponseDetails;
}

interface AuthUser {
  readonly id?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly emailConfirmedAt?: string;
  readonly phoneConfirmedAt?: string;
  readonly lastSignInAt?: string;
  readonly role?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly appMetadata?: { readonly tenantId?: string; readonly environments?: readonly string[] };
  readonly userMetadata?: Readonly<Record<string, unknown>>;
}

interface AuthSession {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly tokenType?: string;
  readonly expiresIn?: number;
  readonly expiresAt?: number;
  readonly user?: AuthUser;
}

interface UserResponse extends BaseResponse {
  readonly data?: AuthUser;
}

interface SessionResponse extends BaseResponse {
  readonly data?: AuthSession;
}

interface SimpleResponse extends BaseResponse {
  readonly data?: string | null;
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface Metadata {
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What has been written against this API. */
export interface Cadenza {
  readonly authGetUser: {
    readonly answers: Each<200, UserResponse> & Each<401 | 500 | 503, BaseResponse>;
  };
  readonly authUpdateUser: {
    readonly body: Partial<Credentials> & Metadata;
    readonly answers: Each<200, UserResponse> & Each<401, BaseResponse> & Refusals;
  };
  readonly authSignup: {
    readonly body: Credentials & Metadata;
    readonly answers: Each<200, UserResponse> & Refusals;
  };
  readonly authLogin: {
    readonly body: Credentials;
    readonly answers: Each<200, SessionResponse> & Each<401, BaseResponse> & Refusals;
  };
  readonly authLogout: {
    readonly answers: Each<200, SimpleResponse> & Each<401 | 413 | 500 | 503, BaseResponse>;
  };
  readonly authRecover: {
    readonly body: { readonly email: string };
    readonly answers: Each<200, SimpleResponse> & Refusals;
  };
  readonly authRefreshToken: {
    readonly body: { readonly refreshToken: string };
    readonly answers: Each<200, SessionResponse> & Each<401, BaseResponse> & Refusals;
  };
}

/** Wherever something is sent in a body. */
type Refusals = Each<400 | 413 | 415 | 500 | 503, BaseResponse> & Each<429, SimpleResponse>;
