import { refusedInput } from '#edge';
import { describe } from '../shared/documentation.js';
import { PageQuery } from '../shared/paging.dto.js';
import { ApiKeyState, ApiKeyStates, SigningKeyStates } from './key.dto.js';
import { toApiKeyState, toApiKeyStates, toSigningKeyStates } from './key.mapper.js';

const SIGNING = 'Signing keys';
const PROGRAMS = 'API keys';

const SAMPLE_MOMENT = new Date('2030-01-01T12:00:00.000Z');

const SAMPLE_SIGNING_KEYS = toSigningKeyStates([
  {
    id: '0197a000-0000-7000-8000-000000000001',
    algorithm: 'ES256',
    state: 'signing',
    createdAt: SAMPLE_MOMENT,
    retiresAt: null,
  },
]);

const SAMPLE_API_KEY = {
  id: '0197a000-0000-7000-8000-000000000001',
  name: 'Reports',
  publicId: 'Xk3vY0mQ2pS8sT6u',
  scopes: ['accounts:read'],
  createdBy: 'cli',
  createdAt: SAMPLE_MOMENT,
  expiresAt: new Date('2030-12-31T12:00:00.000Z'),
  lastUsedAt: null,
  revokedAt: null,
} as const;

/** The published description of each operation. */
export const documents = {
  listSigningKeys: () =>
    describe({
      tag: SIGNING,
      operationId: 'listSigningKeys',
      summary: 'List the keys of access tokens',
      description: 'Never their private halves.',
      scope: 'keys:read',
      success: { status: 200, description: 'The keys', type: SigningKeyStates, example: SAMPLE_SIGNING_KEYS },
    }),
  rotateSigningKey: () =>
    describe({
      tag: SIGNING,
      operationId: 'rotateSigningKey',
      summary: 'Put a new signing key in charge',
      description: 'Earlier keys verify until the last of their tokens is gone: nobody is signed out.',
      scope: 'keys:write',
      success: {
        status: 201,
        description: 'The keys as they are now',
        type: SigningKeyStates,
        example: SAMPLE_SIGNING_KEYS,
      },
    }),
  listApiKeys: () =>
    describe({
      tag: PROGRAMS,
      operationId: 'listApiKeys',
      summary: 'List the keys of programs',
      description: 'The newest first, with those that are over. They are made at the command line.',
      query: PageQuery,
      success: {
        status: 200,
        description: 'A page of keys',
        type: ApiKeyStates,
        example: toApiKeyStates({ rows: [SAMPLE_API_KEY] }),
      },
      errors: [refusedInput(PageQuery, 'query', { size: '0' }), 'cursor_invalid'],
    }),
  revokeApiKey: () =>
    describe({
      tag: PROGRAMS,
      operationId: 'revokeApiKey',
      summary: 'Revoke the key of a program',
      description: 'It is refused from the next request on, and stays in the list.',
      params: { id: 'The id of the key.' },
      success: {
        status: 200,
        description: 'The key as it is now',
        type: ApiKeyState,
        example: toApiKeyState({ ...SAMPLE_API_KEY, revokedAt: SAMPLE_MOMENT }),
      },
      errors: ['api_key_not_found'],
    }),
};
