import type { RecordedSession } from '#core/sessions';
import { refusedInput } from '#edge';
import { ACCOUNT_PARAM } from '../accounts/accounts.documentation.js';
import { describe } from '../shared/documentation.js';
import { PageQuery } from '../shared/paging.dto.js';
import { AccountSessions, EndedAccountSessions } from './session.dto.js';
import { toAccountSessions } from './session.mapper.js';

const TAG = 'Sessions';

const SAMPLE_SESSION: RecordedSession = {
  id: '0197a000-0000-7000-8000-000000000001',
  origin: 'cadenza',
  userAgent: 'Mozilla/5.0',
  address: '192.0.2.1',
  clientId: null,
  organizationId: null,
  createdAt: new Date('2030-01-01T12:00:00.000Z'),
  lastUsedAt: new Date('2030-01-01T12:30:00.000Z'),
  expiresAt: new Date('2030-04-01T12:00:00.000Z'),
  endedAt: new Date('2030-01-01T12:31:00.000Z'),
  endReason: 'revoked_by_admin',
};

/** The published description of each operation. */
export const documents = {
  list: () =>
    describe({
      tag: TAG,
      operationId: 'listAccountSessions',
      summary: 'List the sessions of an account',
      description: 'The newest first, with those that are over and why.',
      scope: 'sessions:read',
      params: ACCOUNT_PARAM,
      query: PageQuery,
      success: {
        status: 200,
        description: 'A page of sessions',
        type: AccountSessions,
        example: toAccountSessions({ rows: [SAMPLE_SESSION] }),
      },
      errors: [refusedInput(PageQuery, 'query', { size: '0' }), 'cursor_invalid', 'account_not_found'],
    }),
  end: () =>
    describe({
      tag: TAG,
      operationId: 'endAccountSession',
      summary: 'End a session of an account',
      description: 'Its tokens are refused by every API from the next request on.',
      scope: 'sessions:write',
      params: { ...ACCOUNT_PARAM, sessionId: 'The id of the session.' },
      success: { status: 204, description: 'It is over' },
      errors: ['account_not_found', 'session_not_found'],
    }),
  endAll: () =>
    describe({
      tag: TAG,
      operationId: 'endAccountSessions',
      summary: 'End all sessions of an account',
      description: 'Nobody stays signed in to it, whichever API they came through.',
      scope: 'sessions:write',
      params: ACCOUNT_PARAM,
      success: { status: 200, description: 'They are over', type: EndedAccountSessions, example: { ended: 2 } },
      errors: ['account_not_found'],
    }),
};
