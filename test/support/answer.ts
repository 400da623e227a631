import type { Reply } from './http.js';

/** What a documented answer consists of, to be compared as a whole. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

/** `Retry-After` of a queue of passwords: reckoned from how long they take, which on a busy machine may be seconds. */
export const SOON: unknown = expect.stringMatching(/^[1-9]\d?$/);

export function answerOf<T>({ status, body }: Reply<T>): Answer<T> {
  return { status, body };
}
