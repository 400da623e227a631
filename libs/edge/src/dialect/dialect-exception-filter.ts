import type { ErrorOf, KnownError, KnownErrorCode } from '../errors/known-error.js';
import type { Answer } from './answer.js';

/**
 * How a dialect speaks each error. Exhaustive: a new error does not compile until every dialect has
 * a line for it.
 */
export type ErrorTable<Spoken> = { readonly [C in KnownErrorCode]: (error: ErrorOf<C>) => Spoken };

/** What every line of every table says at least. */
export interface SpokenError {
  /** The HTTP status. */
  readonly status: number;
}

/**
 * Puts errors into one dialect's words and envelope. Subclasses give the table and the envelope;
 * headers that HTTP itself asks for are the same for all.
 */
export abstract class DialectExceptionFilter<Spoken extends SpokenError> {
  protected abstract readonly table: ErrorTable<Spoken>;

  protected abstract envelope(spoken: Spoken, requestId: string): object;

  answer(error: KnownError, requestId: string): Answer {
    // The table is typed line by line; which line fits this error only its code can tell.
    const speak = this.table[error.code] as (error: KnownError) => Spoken;
    const spoken = speak(error);
    return { status: spoken.status, headers: headersFor(error, spoken.status), body: this.envelope(spoken, requestId) };
  }
}

/** RFC 9110 §11.6.1 (401), §15.5.6 (405), §10.2.3 (429 and 503). */
function headersFor(error: KnownError, status: number): Record<string, string> {
  return {
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(error.code === 'method_not_allowed' && { allow: error.allowed.join(', ') }),
    ...('retryAfterSeconds' in error && { 'retry-after': String(error.retryAfterSeconds) }),
  };
}
