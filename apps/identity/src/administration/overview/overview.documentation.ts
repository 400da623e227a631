import { refusedInput } from '#edge';
import { describe } from '../shared/documentation.js';
import { OverviewQuery, ServiceOverview } from './overview.dto.js';
import { toServiceOverview } from './overview.mapper.js';

const SAMPLE = toServiceOverview({
  accounts: { all: 1200, disabled: 3, unverified: 40 },
  livingSessions: 450,
  signIns: { tallies: [{ day: new Date('2030-01-01'), origin: 'cadenza', count: 310 }], isComplete: true },
});

/** The published description of the operation. */
export const documents = {
  look: () =>
    describe({
      tag: 'Overview',
      operationId: 'readOverview',
      summary: 'See how large the service is, and how busy',
      description: 'Accounts, live sessions, and sign-ins per day and dialect, out of the audit log.',
      scope: 'overview:read',
      query: OverviewQuery,
      success: { status: 200, description: 'The overview', type: ServiceOverview, example: SAMPLE },
      errors: [refusedInput(OverviewQuery, 'query', { days: '0' })],
    }),
};
