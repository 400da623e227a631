import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

export const recoverySection = defineSection(
  'recovery',
  z
    .object({ PASSWORD_RECOVERY_TTL: field.duration('1h') })
    .transform((env) => ({ ttlSeconds: env.PASSWORD_RECOVERY_TTL })),
);

export type RecoveryConfig = ConfigOf<typeof recoverySection>;
