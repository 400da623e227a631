import type { ErrorOf, KnownError } from '../errors/known-error.js';

/** An HTTP answer in the making. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** An object goes out as JSON, a text as it is. */
  readonly body: object | string;
}

/** What HTTP itself asks for: RFC 9110 §11.6.1 (401), §15.5.6 (405), §10.2.3 (429 and 503). */
export function headersFor(error: KnownError, status: number): Record<string, string> {
  return {
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(error.code === 'method_not_allowed' && { allow: error.allowed.join(', ') }),
    ...(error.code === 'limit_exceeded' && limitHeaders(error)),
    ...('retryAfterSeconds' in error && { 'retry-after': String(error.retryAfterSeconds) }),
  };
}

/** Which allowance is spent and when it is there again (draft-ietf-httpapi-ratelimit-headers-10, §3 and §4). */
function limitHeaders(error: ErrorOf<'limit_exceeded'>): Record<string, string> {
  const { policy, points, windowSeconds, retryAfterSeconds } = error;
  return {
    'ratelimit-policy': `"${policy}";q=${points};w=${windowSeconds}`,
    ratelimit: `"${policy}";r=0;t=${retryAfterSeconds}`,
  };
}
