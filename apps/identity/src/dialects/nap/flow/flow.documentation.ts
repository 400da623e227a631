import type { Flow } from '#core/flows';
import type { Seat } from '#core/organizations';
import { refusedInput, SAMPLE_NEW_USER, UNREADABLE_JSON } from '#edge';
import { toLoginResult } from '../auth/mappers.js';
import { HandlersUserLoginResult } from '../auth/responses.dto.js';
import { SAMPLE_TOKENS } from '../auth/sample-tokens.js';
import { body, describe, pathParameter } from '../documentation.js';
import { SAMPLE_FLOW_ID } from '../documented-voice.js';
import { HandlersFlowCompleteData, HandlersUserFlowData } from './flow.dto.js';
import { toFlowData } from './mappers.js';

const { id: userId, createdAt } = SAMPLE_NEW_USER;

const SAMPLE_FLOW: Flow = {
  id: SAMPLE_FLOW_ID,
  type: 'login',
  userId,
  email: 'ada@example.com',
  returnTo: 'https://app.example.com/inbox',
  completionDigest: null,
  createdAt,
  expiresAt: new Date('2026-05-01T09:40:00.000Z'),
};

const SAMPLE_SEAT: Seat = {
  organization: {
    id: 'b7c0d3e4-91a2-4f6b-8d5c-2e1f0a9b8c7d',
    slug: 'default',
    name: 'Default',
    description: null,
    avatarUrl: null,
    settings: {},
    createdAt,
    updatedAt: createdAt,
    deletedAt: null,
  },
  role: 'member',
};

/** The published description of the operation. */
export const documents = {
  flow: () =>
    describe({
      operationId: 'apiAuthFlowFlowIdGet',
      summary: 'Get User Flow Data',
      description: 'Tells a flow that was begun and not finished. It can be read for ten minutes.',
      success: [HandlersUserFlowData, 'User Flow Data', toFlowData(SAMPLE_FLOW, [SAMPLE_SEAT])],
      input: [pathParameter('flowId', 'Flow ID')],
      errors: ['flow_not_found'],
      labels: { 400: 'Bad Request', 500: 'Internal Server Error' },
    }),
};

/** The published description of our own operation. */
export const completion = () =>
  describe({
    operationId: 'apiAuthFlowFlowIdCompletePost',
    summary: 'Complete User Flow',
    description:
      'Opens a session for the organization that is chosen, by who began the flow. A flow is completed once.',
    success: [HandlersUserLoginResult, 'User Login Result', toLoginResult(SAMPLE_TOKENS)],
    input: [pathParameter('flowId', 'Flow ID'), ...body(HandlersFlowCompleteData, 'Flow Complete Data')],
    errors: [
      refusedInput(HandlersFlowCompleteData, 'body', {}),
      ...UNREADABLE_JSON,
      'flow_not_found',
      'completion_refused',
      'not_a_member',
      'limit_exceeded',
    ],
    labels: {
      400: 'Bad Request - Invalid Input, or flow unknown, expired or completed',
      401: 'Unauthorized - Invalid completion secret',
      403: 'Forbidden - User does not belong to that organization',
      500: 'Internal Server Error',
    },
  });
