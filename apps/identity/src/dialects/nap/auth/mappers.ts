import type { CompletableFlow } from '#core/flows';
import type { Seat } from '#core/organizations';
import type { Session } from '#core/sessions';
import type { IssuedAccessToken } from '#core/tokens';
import type { User } from '#core/users';
import type {
  HandlersLogoutResult,
  HandlersRefreshTokenResult,
  HandlersUserLoginResult,
  HandlersUserSignupResult,
  TokensTokens,
} from './responses.dto.js';
import { wrapSessionToken } from './session-token.js';

export function toSignupResult(user: User): HandlersUserSignupResult {
  return { userId: user.id, message: 'User created; please verify the email address' };
}

export function toLoginResult(tokens: TokensTokens): HandlersUserLoginResult {
  return { message: 'Login successful', requireEmailVerification: false, tokens };
}

export function toUnverifiedResult(flowId: string): HandlersUserLoginResult {
  return { message: 'Please verify your email address to log in', requireEmailVerification: true, flowId };
}

export function toChoiceResult({ flow, completionSecret }: CompletableFlow): HandlersUserLoginResult {
  return {
    message: 'Please choose an organization to log in to',
    requireEmailVerification: false,
    flowId: flow.id,
    completionSecret,
  };
}

export function toRefreshResult(tokens: TokensTokens): HandlersRefreshTokenResult {
  return { tokens };
}

export function toLogoutResult(): HandlersLogoutResult {
  return { success: true, message: 'Logged out' };
}

export function toTokens(
  session: Pick<Session, 'id' | 'idleExpiresAt'>,
  access: IssuedAccessToken,
  refreshToken: string,
): TokensTokens {
  return {
    session_id: session.id,
    session_token: wrapSessionToken(access.token),
    session_token_expiry: access.expiresAt.toISOString(),
    refresh_token: refreshToken,
    refresh_token_expiry: session.idleExpiresAt.toISOString(),
  };
}

/** What clients of this API read in the JWT, beside its registered claims. */
export function toClaims(user: User, seat: Seat | undefined): Readonly<Record<string, unknown>> {
  return {
    ...(seat && toSeatClaims(seat)),
    email: user.email ?? '',
    email_verified: user.isEmailVerified,
    user_fname: user.firstName ?? '',
    user_lname: user.lastName ?? '',
    ...(user.picture !== null && { user_avatar_url: user.picture }),
  };
}

function toSeatClaims({ organization, role }: Seat): Readonly<Record<string, string>> {
  return {
    org_slug: organization.slug,
    org_name: organization.name,
    org_id: organization.id,
    user_org_role: role,
  };
}
