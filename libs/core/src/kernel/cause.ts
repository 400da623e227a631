import type { Visitor } from './visitor.js';

/** On whose behalf something is done, for the record. */
export interface Cause {
  /** The id of an account or of an administrator's key, or `system` for what the service does by itself. */
  readonly actor: string;
  readonly visitor?: Visitor;
  /** The session by which the actor was known. */
  readonly sessionId?: string;
}

export const BY_SYSTEM: Cause = { actor: 'system' };
