import type { Page } from '#core/paging';
import type { RecordedSession } from '#core/sessions';
import { nextOf } from '../shared/paging.dto.js';
import type { AccountSession, AccountSessions } from './session.dto.js';

export function toAccountSessions(page: Page<RecordedSession>): AccountSessions {
  return { sessions: page.rows.map(toAccountSession), next: nextOf(page) };
}

function toAccountSession(session: RecordedSession): AccountSession {
  return {
    id: session.id,
    dialect: session.origin,
    device: session.userAgent,
    address: session.address,
    organizationId: session.organizationId,
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    endedAt: session.endedAt?.toISOString() ?? null,
    endReason: session.endReason,
  };
}
