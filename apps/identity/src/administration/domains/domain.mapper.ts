import { challengeOf, type OrganizationDomain } from '#core/organizations';
import type { Page } from '#core/paging';
import { nextOf } from '../shared/paging.dto.js';
import type { Domain, Domains } from './domain.dto.js';

/** As much of a domain as is shown. */
export type ShownDomain = Omit<OrganizationDomain, 'organization' | 'organizationId' | 'verifiedName'>;

export function toDomain(domain: ShownDomain): Domain {
  const { id, name, verifiedAt, autoJoin, createdAt } = domain;
  const { recordName, recordText } = challengeOf(domain);
  return {
    id,
    name,
    verified: verifiedAt !== null,
    verifiedAt: verifiedAt?.toISOString() ?? null,
    autoJoin: autoJoin === 'on',
    challenge: { recordName, recordText },
    createdAt: createdAt.toISOString(),
  };
}

export function toDomains(page: Page<ShownDomain>): Domains {
  return { domains: page.rows.map(toDomain), next: nextOf(page) };
}
