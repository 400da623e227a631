import { readGateTable } from '../../policy/index.js';
import { describe } from '../shared/documentation.js';
import { Policy } from './policy.dto.js';
import { toPolicy } from './policy.mapper.js';

const SAMPLE = [{ method: 'POST', path: '/api/v3/auth/login', credential: 'password' }] as const;

/** The published description of each operation. */
export const documents = {
  read: () =>
    describe({
      tag: 'Policy',
      operationId: 'readPolicy',
      summary: 'Read who is let in',
      description:
        'Lists every route that takes a credential, and what it answers to it, in whatever state the account or the ' +
        'credential is. The answers are those that the tests of the service hold it to.',
      scope: 'overview:read',
      success: { status: 200, description: 'The policy', type: Policy, example: toPolicy(SAMPLE, readGateTable()) },
    }),
};
