import { HandlersUserLoginResult } from '../auth/responses.dto.js';
import { body, describe, pathParameter } from '../documentation.js';
import { HandlersFlowCompleteData, HandlersUserFlowData } from './flow.dto.js';

/** The published description of the operation. */
export const documents = {
  flow: () =>
    describe({
      operationId: 'apiAuthFlowFlowIdGet',
      summary: 'Get User Flow Data',
      description: 'Tells a flow that was begun and not finished. It can be read for ten minutes.',
      success: [HandlersUserFlowData, 'User Flow Data'],
      input: [pathParameter('flowId', 'Flow ID')],
      errors: { 400: 'Bad Request', 500: 'Internal Server Error' },
      alsoAnswers: [401],
    }),
};

/** The published description of our own operation. */
export const completion = () =>
  describe({
    operationId: 'apiAuthFlowFlowIdCompletePost',
    summary: 'Complete User Flow',
    description:
      'Opens a session for the organization that is chosen, by who began the flow. A flow is completed once.',
    success: [HandlersUserLoginResult, 'User Login Result'],
    input: [pathParameter('flowId', 'Flow ID'), ...body(HandlersFlowCompleteData, 'Flow Complete Data')],
    errors: {
      400: 'Bad Request - Invalid Input, or flow unknown, expired or completed',
      401: 'Unauthorized - Invalid completion secret',
      403: 'Forbidden - User does not belong to that organization',
      500: 'Internal Server Error',
    },
    alsoAnswers: [413, 415, 429],
  });
