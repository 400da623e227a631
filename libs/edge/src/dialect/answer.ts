import type { KnownError } from '../errors/known-error.js';

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
    ...('retryAfterSeconds' in error && { 'retry-after': String(error.retryAfterSeconds) }),
  };
}
