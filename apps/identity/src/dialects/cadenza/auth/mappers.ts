import type { IssuedAccessToken } from '#core/tokens';
import type { Metadata, User } from '#core/users';
import { epochSeconds } from '#platform/clock';
import type {
  AuthLogin200Response,
  AuthLogout200Response,
  AuthSession,
  AuthSignup200Response,
  AuthUser,
  AuthUserAppMetadata,
} from './envelope.dto.js';

export const LOGGED_OUT = 'Logged out';
export const MAIL_MAY_BE_SENT = 'If the address has an account, a mail is on its way to it';

export function toUserResponse(user: User): AuthSignup200Response {
  return succeeded(toAuthUser(user));
}

export function toSessionResponse(user: User, access: IssuedAccessToken, refreshToken: string): AuthLogin200Response {
  return succeeded<AuthSession>({
    accessToken: access.token,
    refreshToken,
    tokenType: 'bearer',
    expiresIn: access.expiresInSeconds,
    expiresAt: epochSeconds(access.expiresAt),
    user: toAuthUser(user),
  });
}

export function toSimpleResponse(data: string): AuthLogout200Response {
  return succeeded(data);
}

function succeeded<Data>(data: Data) {
  return { success: true, errno: 0, error: null, data };
}

/** Fields without a value are undefined, and so left out: the document calls all of them optional and none nullable. */
function toAuthUser(user: User): AuthUser {
  return {
    id: user.id,
    email: user.email ?? undefined,
    phone: user.phone ?? undefined,
    emailConfirmedAt: user.emailConfirmedAt?.toISOString(),
    phoneConfirmedAt: user.phoneConfirmedAt?.toISOString(),
    lastSignInAt: user.lastSignInAt?.toISOString(),
    role: user.role,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    appMetadata: toAppMetadata(user.appMetadata),
    userMetadata: user.userMetadata,
  };
}

function toAppMetadata({ tenantId, environments }: Metadata): AuthUserAppMetadata {
  return {
    tenantId: typeof tenantId === 'string' ? tenantId : undefined,
    environments: Array.isArray(environments) ? environments.map(String) : undefined,
  };
}
