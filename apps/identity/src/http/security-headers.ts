const YEAR_SECONDS = 31_536_000;

/** What every answer says to a browser, unless its route has said something stricter of its own. */
export const COMMON_SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // RFC 6749 §5.1: nothing here is for a cache, unless its route says so.
  'cache-control': 'no-store',
};

export type SecurityHeaders = Readonly<Record<string, string>>;

/**
 * Strict transport is asked for in production under an https address alone: whether the connection itself is a secure one
 * cannot be told behind a proxy, and over http browsers ignore it (RFC 6797 §8.1).
 */
export function securityHeaders(config: {
  readonly isProduction: boolean;
  readonly publicUrl: string;
}): SecurityHeaders {
  const isStrict = config.isProduction && config.publicUrl.startsWith('https://');
  return { ...COMMON_SECURITY_HEADERS, ...(isStrict && { 'strict-transport-security': `max-age=${YEAR_SECONDS}` }) };
}
