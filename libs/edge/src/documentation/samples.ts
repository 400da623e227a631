import type { IssuedAccessToken } from '#core/tokens';
import type { User } from '#core/users';

const OPENED_AT = new Date('2026-05-01T09:30:00.000Z');
const SIGNED_IN_AT = new Date('2026-05-04T12:00:00.000Z');

/** Somebody to show in documents; what is told of her is made by the mappers that tell of everybody. */
export const SAMPLE_USER = {
  id: '8a1f6c52-3e0b-4d7c-9f21-6b5d0c4e7a38',
  email: 'ada@example.com',
  replacedEmail: null,
  replacedEmailConfirmedAt: null,
  username: null,
  passwordHash: '',
  role: 'user',
  firstName: 'Ada',
  lastName: 'Lovelace',
  nickname: null,
  picture: null,
  phone: null,
  userMetadata: { theme: 'dark' },
  appMetadata: {},
  emailConfirmedAt: new Date('2026-05-01T09:34:12.000Z'),
  phoneConfirmedAt: null,
  lastSignInAt: SIGNED_IN_AT,
  disabledAt: null,
  createdAt: OPENED_AT,
  updatedAt: SIGNED_IN_AT,
  isEnabled: true,
  isEmailVerified: true,
  hasVerifiedEmail: true,
  loginName: 'ada@example.com',
  displayName: 'ada',
} satisfies User;

/** The same before she has read her mail. */
export const SAMPLE_NEW_USER: User = {
  ...SAMPLE_USER,
  emailConfirmedAt: null,
  lastSignInAt: null,
  updatedAt: OPENED_AT,
  isEmailVerified: false,
  hasVerifiedEmail: false,
};

const [HEADER, CLAIMS] = [
  { alg: 'ES256', typ: 'at+jwt' },
  { sub: SAMPLE_USER.id, exp: 1_777_899_600 },
].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));

/** Looks like a token and opens nothing. */
export const SAMPLE_ACCESS: IssuedAccessToken = {
  token: `${HEADER ?? ''}.${CLAIMS ?? ''}.bm8tc2lnbmF0dXJlLWp1c3QtYW4tZXhhbXBsZQ`,
  expiresAt: new Date('2026-05-04T13:00:00.000Z'),
  expiresInSeconds: 3600,
};

/** Looks like a refresh token and refreshes nothing. */
export const SAMPLE_REFRESH_TOKEN = 'bm8tcmVmcmVzaC10b2tlbi1qdXN0LWFuLWV4YW1wbGU';
