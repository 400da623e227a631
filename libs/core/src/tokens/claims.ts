import { InvalidAccessToken } from './errors.js';

/** What every access token of ours says (RFC 9068 §2.2), beside what one API's clients want to read. */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly aud: string;
  /** The account's id. */
  readonly sub: string;
  /** The session's id (OpenID Connect Front-Channel Logout 1.0 §3). */
  readonly sid: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
}

/** @throws InvalidAccessToken when a claim is missing or of another type */
export function readClaims(payload: object): AccessTokenClaims {
  const claims = payload as Readonly<Record<string, unknown>>;
  return {
    iss: text(claims, 'iss'),
    aud: text(claims, 'aud'),
    sub: text(claims, 'sub'),
    sid: text(claims, 'sid'),
    jti: text(claims, 'jti'),
    iat: number(claims, 'iat'),
    exp: number(claims, 'exp'),
  };
}

function text(claims: Readonly<Record<string, unknown>>, name: string): string {
  const value = claims[name];
  if (typeof value === 'string') return value;
  throw new InvalidAccessToken(`claim ${name} is missing`);
}

function number(claims: Readonly<Record<string, unknown>>, name: string): number {
  const value = claims[name];
  if (typeof value === 'number') return value;
  throw new InvalidAccessToken(`claim ${name} is missing`);
}
