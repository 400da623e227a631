import { SAMPLE_ACCESS, SAMPLE_REFRESH_TOKEN } from '#edge';
import { toTokens } from './mappers.js';

const SAMPLE_SESSION = {
  id: '2d4e9b70-5c1f-4a83-b6d2-7f0e8c3a9145',
  idleExpiresAt: new Date('2026-06-03T12:00:00.000Z'),
};

/** What a session is told with, for examples in the document. */
export const SAMPLE_TOKENS = toTokens(SAMPLE_SESSION, SAMPLE_ACCESS, SAMPLE_REFRESH_TOKEN);
