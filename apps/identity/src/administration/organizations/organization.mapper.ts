import type { Organization as CoreOrganization } from '#core/organizations';
import type { Page } from '#core/paging';
import { nextOf } from '../shared/paging.dto.js';
import type { Organization, Organizations } from './organization.dto.js';

export function toOrganization(organization: CoreOrganization): Organization {
  return {
    id: organization.id,
    slug: organization.slug,
    name: organization.name,
    description: organization.description,
    avatarUrl: organization.avatarUrl,
    settings: organization.settings,
    createdAt: organization.createdAt.toISOString(),
    updatedAt: organization.updatedAt.toISOString(),
    deletedAt: organization.deletedAt?.toISOString() ?? null,
  };
}

export function toOrganizations(page: Page<CoreOrganization>): Organizations {
  return { organizations: page.rows.map(toOrganization), next: nextOf(page) };
}
