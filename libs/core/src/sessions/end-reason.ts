/** Why a session is over; kept with it for logs, administrators and its owner. */
export type EndReason =
  | 'logout'
  | 'ended_by_owner'
  | 'refresh_reuse'
  | 'password_changed'
  | 'password_recovered'
  | 'client_regenerated'
  | 'revoked_by_admin'
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
