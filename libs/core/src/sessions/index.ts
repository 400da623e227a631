export type { EndReason } from './end-reason.js';
export { InvalidRefreshToken, type SessionsError } from './errors.js';
export type { ShownRefreshToken } from './refresh-token.js';
export { type RecordedSession, SessionHistory } from './session-history.service.js';
export type { Session } from './session.entity.js';
export { sessionsSection } from './sessions.config.js';
export { SessionsModule } from './sessions.module.js';
export {
  type OpenedSession,
  type Recognition,
  type RefusedRefresh,
  type Rotation,
  type SessionOrder,
  SessionsService,
} from './sessions.service.js';
