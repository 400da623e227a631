import type { KnownError } from '../errors/known-error.js';
import type { Answer } from './answer.js';

/** Tells errors in the words of one part of the service. */
export interface ErrorVoice {
  answer(error: KnownError, requestId: string): Answer;
}

/** A part of the address space in which everything that goes wrong is told in one voice. */
export interface Territory {
  /** What it is called in metrics. */
  readonly name?: string;
  /** A path: it and everything below it belong here. */
  readonly territory: string;
  readonly errors: ErrorVoice;
}

/** Where the application provides all territories for injection: those of the dialects and its own. */
export const TERRITORIES = Symbol('edge:territories');

/** The territory that a path lies in, the narrowest one; a trailing slash or query makes no difference. */
export function territoryAt(territories: readonly Territory[], url: string): Territory | undefined {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return territories
    .filter(({ territory }) => path === territory || path.startsWith(`${territory}/`))
    .sort((one, other) => other.territory.length - one.territory.length)[0];
}
