import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** Which set of limits holds: strict in production, lax on a laptop, unless said otherwise. */
export const limitsSection = defineSection(
  'limits',
  z
    .object({ NODE_ENV: field.text('development'), LIMITS: field.choice(['auto', 'strict', 'lax'], 'auto') })
    .transform((env) => ({
      profile: env.LIMITS === 'auto' ? (env.NODE_ENV === 'production' ? 'strict' : 'lax') : env.LIMITS,
    })),
);

export type LimitsConfig = ConfigOf<typeof limitsSection>;
