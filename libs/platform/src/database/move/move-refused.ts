/** Why a move is not begun, or not finished: what it would take to go on is for whoever started it to do. */
export type MoveRefusal =
  'no_source' | 'no_postgres' | 'in_use' | 'schema_differs' | 'target_not_empty' | 'not_the_same';

/** Nothing of what was there is changed: a move only ever adds rows to its target. */
export class MoveRefused extends Error {
  constructor(
    readonly code: MoveRefusal,
    message: string,
  ) {
    super(message);
    this.name = 'MoveRefused';
  }
}
