import type { ErrorVoice } from '#edge';
import { CadenzaExceptionFilter } from '../cadenza.exception-filter.js';

const filter = new CadenzaExceptionFilter();

/** The one status whose model has `data`. Every failure carries it as null, and the other models leave it out. */
const WITH_DATA = 429;

/** Errors as they are answered, without the property that the model of their status does not mention. */
export const documentedVoice: ErrorVoice = {
  answer: (error, requestId) => {
    const answer = filter.answer(error, requestId);
    if (answer.status === WITH_DATA) return answer;
    const entries = Object.entries(answer.body).filter(([name]) => name !== 'data');
    return { ...answer, body: Object.fromEntries(entries) };
  },
};
