import type { ApiKeyScope } from '#core/api-keys';
import type { Cause } from '#core/kernel';

/** How far somebody reaches: an `admin` not to superadmins, a `superadmin` everywhere. */
export type Power = 'admin' | 'superadmin';

/** Who administers: an account by one of its sessions, a program by its key, or whoever sits at the command line. */
export interface Operator {
  readonly power: Power;
  /** By whom and from where, for the record. */
  readonly cause: Cause;
  /** What a key is good for; whoever is no key may do all that their power allows. */
  readonly scopes?: readonly ApiKeyScope[];
}

/** Whoever has a shell on the machine that runs the service could as well change its database. */
export const COMMAND_LINE: Operator = { power: 'superadmin', cause: { actor: 'cli' } };
