import { DomainInvalid, DomainNotVerified } from '#core/organizations';
import { refusedInput } from '#edge';
import { describe } from '../shared/documentation.js';
import { PageQuery } from '../shared/paging.dto.js';
import { AutoJoinInput, Domain, Domains, NewDomainInput } from './domain.dto.js';
import { type ShownDomain, toDomain, toDomains } from './domain.mapper.js';

const TAG = 'Domains';
const READ = { tag: TAG, scope: 'organizations:read' };
const WRITE = { tag: TAG, scope: 'organizations:write' };
const PARAMS = { id: 'The id of the organization.' };
const DOMAIN_PARAMS = { ...PARAMS, domainId: 'The id of the domain.' };

const SAMPLE: ShownDomain = {
  id: '5d0b7c1e-2f3a-4b6c-8d9e-0f1a2b3c4d5e',
  name: 'acme.example',
  verifiedAt: null,
  autoJoin: 'off',
  challenge: '2Zk1J8t8cN0Q0mYcVd8nO3rEw0lq3oYdC1J7d2m5b0g',
  createdAt: new Date('2030-01-01T12:00:00.000Z'),
};

const VERIFIED: ShownDomain = { ...SAMPLE, verifiedAt: SAMPLE.createdAt, autoJoin: 'on' };

const answer = (description: string, domain: ShownDomain, status = 200) => ({
  status,
  description,
  type: Domain,
  example: toDomain(domain),
});

const { recordName, recordText } = toDomain(SAMPLE).challenge;

/** The published description of each operation. */
export const documents = {
  list: () =>
    describe({
      ...READ,
      operationId: 'listDomains',
      summary: 'List the domains of an organization',
      description: 'Verified or not, the oldest first.',
      params: PARAMS,
      query: PageQuery,
      success: {
        status: 200,
        description: 'A page of domains',
        type: Domains,
        example: toDomains({ rows: [SAMPLE] }),
      },
      errors: [refusedInput(PageQuery, 'query', { size: '0' }), 'cursor_invalid', 'organization_not_found'],
    }),
  add: () =>
    describe({
      ...WRITE,
      operationId: 'addDomain',
      summary: 'Put a domain on the list of an organization',
      description: 'Tells the TXT record that verifies it. Several may claim a domain; one can have it.',
      params: PARAMS,
      body: { type: NewDomainInput },
      success: answer('The domain', SAMPLE, 201),
      errors: [
        refusedInput(NewDomainInput, 'body', { name: 7 }),
        new DomainInvalid(),
        'organization_not_found',
        'domain_taken',
      ],
    }),
  read: () =>
    describe({
      ...READ,
      operationId: 'readDomain',
      summary: 'Read a domain',
      description: 'With the TXT record that verifies it.',
      params: DOMAIN_PARAMS,
      success: answer('The domain', SAMPLE),
      errors: ['organization_not_found', 'domain_not_found'],
    }),
  verify: () =>
    describe({
      ...WRITE,
      operationId: 'verifyDomain',
      summary: 'Verify a domain',
      description: 'Asks the domain name system for the TXT record. One that is verified stays so.',
      params: DOMAIN_PARAMS,
      success: answer('The domain as it is now', VERIFIED),
      errors: [
        'organization_not_found',
        'domain_not_found',
        'domain_taken',
        new DomainNotVerified(recordName, recordText, 'no such record'),
      ],
    }),
  setAutoJoin: () =>
    describe({
      ...WRITE,
      operationId: 'setAutoJoin',
      summary: 'Let people join by a domain, or not',
      description:
        'Everybody with a verified address of the domain, once the domain is verified. Seats taken are kept.',
      params: DOMAIN_PARAMS,
      body: { type: AutoJoinInput },
      success: answer('The domain as it is now', VERIFIED),
      errors: [refusedInput(AutoJoinInput, 'body', { autoJoin: 'yes' }), 'organization_not_found', 'domain_not_found'],
    }),
  remove: () =>
    describe({
      ...WRITE,
      operationId: 'removeDomain',
      summary: 'Take a domain off the list of an organization',
      description: 'Another organization may verify it then. Seats taken by it are kept.',
      params: DOMAIN_PARAMS,
      success: { status: 204, description: 'It is off the list' },
      errors: ['organization_not_found', 'domain_not_found'],
    }),
};
