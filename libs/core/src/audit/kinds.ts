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
  'organization.created',
  'organization.changed',
  'organization.deleted',
  'organization.restored',
  'member.seated',
  'member.role_changed',
  'member.banned',
  'member.unbanned',
  'member.removed',
  'domain.added',
  'domain.verified',
  'domain.changed',
  'domain.removed',
  'invitation.created',
  'invitation.resent',
  'invitation.accepted',
  'invitation.revoked',
  'invitation.refused',
  'audit.head_broken',
] as const;

/** What administrators do is named by whoever lets them do it: `admin.account_disabled`, say. */
export type AuditKind = (typeof AUDIT_KINDS)[number] | `admin.${string}`;

/** Whether events may be of that kind; of one that administrators' deeds might be named by, there may be none. */
export function isAuditKind(text: string): text is AuditKind {
  return AUDIT_KINDS.some((kind) => kind === text) || /^admin\.[a-z_]{1,48}$/.test(text);
}
