import { type Organization, OrganizationNotFound, OrganizationsService } from '#core/organizations';
import type { House } from '../running/house.js';
import { facts } from '../terminal/layout.js';

/** How an organization is named on the command line. */
export const ORGANIZATION = 'slug or id';

/** @throws OrganizationNotFound also when it is deleted */
export async function organizationOf(house: House, name: string): Promise<Organization> {
  const organizations = house.get(OrganizationsService);
  return (await organizations.findBySlug(name)) ?? organizations.mustFind(name);
}

/** One that may be deleted; such a one answers to its id alone. */
export async function organizationEvenDeleted(house: House, name: string): Promise<Organization> {
  const organizations = house.get(OrganizationsService);
  return organizationOf(house, name).catch((error: unknown) => {
    if (error instanceof OrganizationNotFound) return organizations.mustFindEvenDeleted(name);
    throw error;
  });
}

/** An organization as documents show it. */
export function shownOrganization({ id, slug, name, description, createdAt, updatedAt, deletedAt }: Organization) {
  return { id, slug, name, description, createdAt, updatedAt, deletedAt };
}

/** An organization as people read it. */
export function writtenOrganization({ id, slug, name, description, createdAt, deletedAt }: Organization): string {
  return facts([
    ['id', id],
    ['slug', slug],
    ['name', name],
    ['description', description],
    ['created', createdAt],
    ['deleted', deletedAt],
  ]);
}
