import type { IssuedAccessToken } from '#core/tokens';
import type { User } from '#core/users';
import type { AuthToken, AuthVerify } from './auth.dto.js';

export function toAuthToken({ token, expiresAt }: IssuedAccessToken): AuthToken {
  return { token, expires_at: expiresAt.toISOString() };
}

export function toAuthVerify({ loginName, createdAt }: User): AuthVerify {
  return { username: loginName, created_at: createdAt.toISOString() };
}
