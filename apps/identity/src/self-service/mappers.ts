import type { Session } from '#core/sessions';
import type { OwnSession, OwnSessions } from './responses.dto.js';

/** As much of a session as its owner is shown. */
type ShownSession = Pick<Session, 'id' | 'userAgent' | 'origin' | 'address' | 'createdAt' | 'lastUsedAt'>;

export function toOwnSessions(sessions: readonly ShownSession[], currentId: string): OwnSessions {
  return { sessions: sessions.map((session) => toOwnSession(session, session.id === currentId)) };
}

function toOwnSession(
  { id, userAgent, origin, address, createdAt, lastUsedAt }: ShownSession,
  current: boolean,
): OwnSession {
  return {
    id,
    current,
    device: userAgent,
    dialect: origin,
    address,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
  };
}
