import type { Reply } from './http.js';

/** What a documented answer consists of, to be compared as a whole. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

export function answerOf<T>({ status, body }: Reply<T>): Answer<T> {
  return { status, body };
}
