import { refusedInput } from '#edge';
import { describe } from '../shared/documentation.js';
import { LiftedLimits, LimitReadings, LimitsQuery } from './limits.dto.js';
import { toLimitReadings } from './limits.mapper.js';

const TAG = 'Limits';

const SAMPLE = {
  action: 'sign-in',
  key: 'pair',
  account: '8a1f6c52-3e0b-4d7c-9f21-6b5d0c4e7a38',
  address: '192.0.2.1',
  count: 10,
  points: 10,
  waitSeconds: 5,
} as const;

const errors = [refusedInput(LimitsQuery, 'query', { address: 'localhost' }), 'account_not_found'] as const;

/** The published description of each operation. */
export const documents = {
  look: () =>
    describe({
      tag: TAG,
      operationId: 'readLimits',
      summary: 'See what is limited',
      description: 'Tells which tries count against an account, against an address, or against both together.',
      scope: 'limits:read',
      query: LimitsQuery,
      success: { status: 200, description: 'What counts', type: LimitReadings, example: toLimitReadings([SAMPLE]) },
      errors,
    }),
  lift: () =>
    describe({
      tag: TAG,
      operationId: 'liftLimits',
      summary: 'Lift limits',
      description:
        'Forgets the tries that count, so that the next is welcome at once. Lifts none of a superadmin for others.',
      scope: 'limits:write',
      query: LimitsQuery,
      success: { status: 200, description: 'They are lifted', type: LiftedLimits, example: { lifted: 1 } },
      errors,
    }),
};
