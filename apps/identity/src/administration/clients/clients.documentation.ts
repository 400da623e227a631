import { ACCOUNT_PARAM } from '../accounts/accounts.documentation.js';
import { describe } from '../shared/documentation.js';
import { AccountClients, NewAccountClient } from './client.dto.js';

const TAG = 'Clients';
const SAMPLE = { clientId: 'Xk3vY0mQ2pS8sT6uW9zB1A', createdAt: '2030-01-01T12:00:00.000Z' };

/** The published description of each operation. */
export const documents = {
  list: () =>
    describe({
      tag: TAG,
      operationId: 'listAccountClients',
      summary: 'List the client credentials of an account',
      description: 'Without their secrets.',
      scope: 'clients:read',
      params: ACCOUNT_PARAM,
      success: {
        status: 200,
        description: 'Those that there are',
        type: AccountClients,
        example: { clients: [SAMPLE] },
      },
      errors: ['account_not_found'],
    }),
  regenerate: () =>
    describe({
      tag: TAG,
      operationId: 'regenerateAccountClient',
      summary: 'Give an account new client credentials',
      description: 'The old ones, and every session that they opened, are over at once.',
      scope: 'clients:write',
      params: ACCOUNT_PARAM,
      success: {
        status: 201,
        description: 'The new credentials',
        type: NewAccountClient,
        example: { clientId: SAMPLE.clientId, clientSecret: 'Jm1xP4vZ7cN0bQ3wE6rT9yU2iO5pA8sD1fG4hJ7kL0z' },
      },
      errors: ['account_not_found'],
    }),
  revoke: () =>
    describe({
      tag: TAG,
      operationId: 'revokeAccountClient',
      summary: 'Take client credentials away',
      description: 'Every session that they opened is over at once.',
      scope: 'clients:write',
      params: { ...ACCOUNT_PARAM, clientId: 'The client id.' },
      success: { status: 204, description: 'They are gone' },
      errors: ['account_not_found', 'client_not_found'],
    }),
};
