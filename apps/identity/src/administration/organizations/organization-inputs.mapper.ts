import type { NewOrganization, OrganizationFacts } from '#core/organizations';
import type { NewOrganizationInput, OrganizationChanges } from './organization-inputs.dto.js';

export function toNewOrganization(input: NewOrganizationInput): NewOrganization {
  const { name, slug, ownerId } = input;
  return { ...toFacts(input), name, slug, ownerId };
}

/** Fields one by one: what the input does not name never gets to the database. */
export function toFacts(input: OrganizationChanges): Partial<OrganizationFacts> {
  const { name, slug, description, avatarUrl, settings } = input;
  return {
    ...(name !== undefined && { name }),
    ...(slug !== undefined && { slug }),
    ...(description !== undefined && { description }),
    ...(avatarUrl !== undefined && { avatarUrl }),
    ...(settings !== undefined && { settings }),
  };
}
