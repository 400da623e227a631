import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** Whether there are organisations besides the default one, which everybody joins while there are not. */
export const organizationsSection = defineSection(
  'organizations',
  z
    .object({
      MULTI_TENANCY: field.flag(false),
      INVITATION_TTL: field.duration('7d'),
      INVITATION_RETENTION: field.duration('90d'),
    })
    .transform((env) => ({
      isMultiTenant: env.MULTI_TENANCY,
      invitationTtlSeconds: env.INVITATION_TTL,
      invitationRetentionSeconds: env.INVITATION_RETENTION,
    })),
);

export type OrganizationsConfig = ConfigOf<typeof organizationsSection>;
