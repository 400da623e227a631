import { OrganizationInvalid } from '#core/organizations';
import { refusedInput } from '#edge';
import { describe, ETAG_HEADER } from '../shared/documentation.js';
import { NewOrganizationInput, OrganizationChanges, OrganizationQuery } from './organization-inputs.dto.js';
import { Organization, Organizations } from './organization.dto.js';
import { toOrganization, toOrganizations } from './organization.mapper.js';

const TAG = 'Organizations';
const READ = { tag: TAG, scope: 'organizations:read' };
const WRITE = { tag: TAG, scope: 'organizations:write' };
const PARAMS = { id: 'The id of the organization.' };

const UNFIT_SLUG = new OrganizationInvalid(
  'slug',
  'must be 1 to 64 small letters, digits and single hyphens between them',
);

const FOUNDED_AT = new Date('2030-01-01T12:00:00.000Z');

const SAMPLE = {
  id: '3c9f0d5e-6a1b-4f2c-8d7e-9b0a1c2d3e4f',
  slug: 'acme',
  name: 'Acme & Sons',
  description: 'Makers of everything',
  avatarUrl: null,
  settings: { theme: 'dark' },
  createdAt: FOUNDED_AT,
  updatedAt: FOUNDED_AT,
  deletedAt: null,
};

const answer = (description: string, status = 200) => ({
  status,
  description,
  type: Organization,
  headers: ETAG_HEADER,
  example: toOrganization(SAMPLE),
});

/** The published description of each operation. */
export const documents = {
  list: () =>
    describe({
      ...READ,
      operationId: 'listOrganizations',
      summary: 'List organizations',
      description: 'Those that are there, or those that are deleted, the oldest first.',
      query: OrganizationQuery,
      success: {
        status: 200,
        description: 'A page of organizations',
        type: Organizations,
        example: toOrganizations({ rows: [SAMPLE] }),
      },
      errors: [refusedInput(OrganizationQuery, 'query', { state: 'gone' }), 'cursor_invalid'],
    }),
  create: () =>
    describe({
      ...WRITE,
      operationId: 'createOrganization',
      summary: 'Found an organization',
      description: 'With an account that owns it from the start. A deleted organization keeps its slug.',
      body: { type: NewOrganizationInput },
      success: {
        ...answer('The organization', 201),
        headers: {
          ...ETAG_HEADER,
          Location: { description: 'Where it is', required: true, schema: { type: 'string' } },
        },
      },
      errors: [
        refusedInput(NewOrganizationInput, 'body', { name: 7, slug: 'acme', ownerId: '1' }),
        UNFIT_SLUG,
        'account_not_found',
        'slug_taken',
      ],
    }),
  read: () =>
    describe({
      ...READ,
      operationId: 'readOrganization',
      summary: 'Read an organization',
      description: 'Also one that is deleted.',
      params: PARAMS,
      success: answer('The organization'),
      errors: ['organization_not_found'],
    }),
  update: () =>
    describe({
      ...WRITE,
      operationId: 'updateOrganization',
      summary: 'Change an organization',
      description:
        'Changes what is given, all of it or nothing. Null takes something away; settings are replaced whole.',
      params: PARAMS,
      body: { type: OrganizationChanges },
      isConditional: true,
      success: answer('The organization as it is now'),
      errors: [
        refusedInput(OrganizationChanges, 'body', { name: 7 }),
        UNFIT_SLUG,
        'organization_not_found',
        'slug_taken',
      ],
    }),
  delete: () =>
    describe({
      ...WRITE,
      operationId: 'deleteOrganization',
      summary: 'Delete an organization',
      description:
        'Nobody signs in to it any more, and sessions for it are refused from the next request on. All that it has is ' +
        'kept for its restoration.',
      params: PARAMS,
      isConditional: true,
      success: { status: 204, description: 'It is deleted' },
      errors: ['organization_not_found'],
    }),
  restore: () =>
    describe({
      ...WRITE,
      operationId: 'restoreOrganization',
      summary: 'Restore a deleted organization',
      description: 'With the members, domains and invitations that it had. One that is not deleted stays as it is.',
      params: PARAMS,
      isConditional: true,
      success: answer('The organization as it is now'),
      errors: ['organization_not_found'],
    }),
};
