import type { Flow } from '#core/flows';
import type { Organization, Seat } from '#core/organizations';
import type { HandlersUserFlowData, ModelsOrgCompat } from './flow.dto.js';

export function toFlowData(flow: Flow, seats: readonly Seat[]): HandlersUserFlowData {
  return {
    id: flow.id,
    type: flow.type,
    userId: flow.userId,
    email: flow.email,
    orgs: seats.map(({ organization }) => toOrgCompat(organization)),
    mfaRequired: false,
    mfaVerified: false,
    ...(flow.returnTo !== null && { returnTo: flow.returnTo }),
    createdAt: flow.createdAt.toISOString(),
    expiresAt: flow.expiresAt.toISOString(),
  };
}

function toOrgCompat(organization: Organization): ModelsOrgCompat {
  const { description, avatarUrl, deletedAt } = organization;
  return {
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    ...(description !== null && { description }),
    ...(avatarUrl !== null && { avatarURL: avatarUrl }),
    settings: { ...organization.settings },
    createdAt: organization.createdAt.toISOString(),
    updatedAt: organization.updatedAt.toISOString(),
    ...(deletedAt !== null && { deletedAt: deletedAt.toISOString() }),
  };
}
