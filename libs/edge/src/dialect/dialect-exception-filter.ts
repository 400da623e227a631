import type { ErrorOf, KnownError, KnownErrorCode } from '../errors/known-error.js';
import { type Answer, headersFor } from './answer.js';
import type { ErrorVoice } from './territory.js';

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
export abstract class DialectExceptionFilter<Spoken extends SpokenError> implements ErrorVoice {
  protected abstract readonly table: ErrorTable<Spoken>;

  protected abstract envelope(spoken: Spoken, requestId: string): object;

  answer(error: KnownError, requestId: string): Answer {
    // The table is typed line by line; which line fits this error only its code can tell.
    const speak = this.table[error.code] as (error: KnownError) => Spoken;
    const spoken = speak(error);
    return { status: spoken.status, headers: headersFor(error, spoken.status), body: this.envelope(spoken, requestId) };
  }
}
