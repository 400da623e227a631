import { ValidateBy } from 'class-validator';
import { isCanonicalBase64url } from '#platform/crypto';

const COMPACT_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** This API's session token: the JWT once more in unpadded base64url. */
export function wrapSessionToken(jwt: string): string {
  return Buffer.from(jwt).toString('base64url');
}

/** The JWT of a session token that came back, wrapped or bare; undefined for what cannot be one. */
export function unwrapSessionToken(sessionToken: string): string | undefined {
  const isWrapped = !sessionToken.includes('.');
  if (isWrapped && !isCanonicalBase64url(sessionToken)) return undefined;
  const jwt = isWrapped ? Buffer.from(sessionToken, 'base64url').toString('latin1') : sessionToken;
  return COMPACT_JWT.test(jwt) ? jwt : undefined;
}

/** A session token by its looks; whether it is good, the core knows. */
export function SessionTokenField(): PropertyDecorator {
  return ValidateBy({
    name: 'is_session_token',
    validator: {
      validate: (value) => typeof value === 'string' && unwrapSessionToken(value) !== undefined,
      defaultMessage: () => '$property must be a session token',
    },
  });
}
