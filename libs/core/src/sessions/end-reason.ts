/** Why a session is over; kept with it for logs, administrators and its owner. */
export type EndReason =
  | 'logout'
  | 'refresh_reuse'
  | 'password_changed'
  | 'password_recovered'
  | 'client_regenerated'
  | 'revoked_by_admin'
  | 'expired_idle'
  | 'expired_absolute';
