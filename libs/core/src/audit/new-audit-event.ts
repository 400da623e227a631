import type { Cause } from '#core/kernel';
import type { AuditKind } from './kinds.js';

/** The actor of what nobody has proved to be anybody for. */
export const ANYBODY = 'anybody';

/** What goes on record. */
export interface NewAuditEvent {
  readonly kind: AuditKind;
  /** By whom, and from where; left out for what the service does by itself. */
  readonly cause?: Cause;
  /** Whose account it is about. */
  readonly accountId?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Which organization it is about. */
  readonly organizationId?: string | undefined;
  /** What else is worth knowing. Never a secret, nor free text: what is typed is recorded only where its form is checked, as slugs and domains are. */
  readonly details?: Readonly<Record<string, unknown>>;
}
