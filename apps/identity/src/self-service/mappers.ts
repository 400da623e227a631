import type { Session } from '#core/sessions';
import type { OwnSession, OwnSessions } from './responses.dto.js';

export function toOwnSessions(sessions: readonly Session[], currentId: string): OwnSessions {
  return { sessions: sessions.map((session) => toOwnSession(session, session.id === currentId)) };
}

function toOwnSession(
  { id, userAgent, origin, address, createdAt, lastUsedAt }: Session,
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
