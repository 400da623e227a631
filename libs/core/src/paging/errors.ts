import { CoreError } from '#core/kernel';

/** A cursor that we did not make, or made for another list. */
export class CursorInvalid extends CoreError {
  readonly code = 'cursor_invalid';

  constructor(logReason: string) {
    super('The page cursor is not valid', logReason);
  }
}

export type PagingError = CursorInvalid;
