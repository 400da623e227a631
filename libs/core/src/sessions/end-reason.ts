/** Why a session is over; kept with it for logs, administrators and its owner. */
export type EndReason =
  | 'logout'
  | 'ended_by_owner'
  | 'refresh_reuse'
  | 'password_changed'
  | 'password_recovered'
  | 'client_regenerated'
  | 'client_revoked'
  | 'revoked_by_admin'
  | 'account_disabled'
  | 'account_deleted'
  | 'expired_idle'
  | 'expired_absolute';

/** Those that only the account's owner can be the cause of. */
export const OWNERS_REASONS: readonly EndReason[] = [
  'logout',
  'ended_by_owner',
  'password_changed',
  'password_recovered',
  'client_regenerated',
];
