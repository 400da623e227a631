/** What is put on record. Names are never reused for something else: rows outlive the code that wrote them. */
export const AUDIT_KINDS = [
  'sign_up',
  'sign_in.succeeded',
  'sign_in.failed',
  'password.proved',
  'refresh.succeeded',
  'refresh.failed',
  'refresh.reused',
  'session.ended',
  'password.changed',
  'email.changed',
  'email.verified',
  'client.regenerated',
  'recovery.requested',
  'recovery.completed',
  'mail.queued',
  'mail.sent',
  'mail.failed',
  'key.rotated',
  'audit.head_broken',
] as const;

/** What administrators do is named by whoever lets them do it: `admin.account_disabled`, say. */
export type AuditKind = (typeof AUDIT_KINDS)[number] | `admin.${string}`;
