import { describe, pathParameter } from '../documentation.js';
import { HandlersUserFlowData } from './flow.dto.js';

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
