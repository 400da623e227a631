import type { IssuedAccessToken } from '#core/tokens';
import type { User } from '#core/users';
import type {
  AppModulesAuthenticationSchemaAccountSchema,
  AuthorizationSchema,
  UserInfoSchema,
} from './responses.dto.js';

export function toAccountSchema(user: User): AppModulesAuthenticationSchemaAccountSchema {
  return {
    accountId: user.id,
    email: emailOf(user),
    nickname: user.displayName,
    picture: user.picture ?? '',
  };
}

export function toUserInfoSchema(user: User): UserInfoSchema {
  return { email: emailOf(user), nickname: user.displayName };
}

export function toAuthorizationSchema(access: IssuedAccessToken, refreshToken: string): AuthorizationSchema {
  return {
    accessToken: access.token,
    refreshToken,
    type: 'Bearer',
    expiresAt: access.expiresAt.toISOString(),
  };
}

/** The document knows no account without an address; one opened with a user name elsewhere has none. */
function emailOf({ email }: User): string {
  return email ?? '';
}
