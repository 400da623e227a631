import type { ErrorVoice } from '#edge';
import { toUnverifiedResult } from './auth/mappers.js';
import { NapExceptionFilter } from './nap.exception-filter.js';

export const SAMPLE_FLOW_ID = '3zXk0b7m5oRr1c9PqVtYwA';

const filter = new NapExceptionFilter();

/** Errors as they are answered; of an address that is not verified the log-in makes a result of its own. */
export const documentedVoice: ErrorVoice = {
  answer: (error, requestId) => {
    const answer = filter.answer(error, requestId);
    return error.code === 'email_not_verified' ? { ...answer, body: toUnverifiedResult(SAMPLE_FLOW_ID) } : answer;
  },
};
