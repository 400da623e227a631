import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** For how long what happened stays on record. */
export const auditSection = defineSection(
  'audit',
  z.object({ AUDIT_RETENTION: field.duration('365d') }).transform((env) => ({ retentionSeconds: env.AUDIT_RETENTION })),
);

export type AuditConfig = ConfigOf<typeof auditSection>;
