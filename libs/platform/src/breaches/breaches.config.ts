import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** Whether, and where, to ask if a password is known from a breach. */
export const breachesSection = defineSection(
  'breaches',
  z
    .object({
      BREACHED_PASSWORDS_URL: field.optionalUrl('http', 'https'),
      BREACHED_PASSWORDS_TIMEOUT: field.duration('2s'),
    })
    .transform((env) => ({ url: env.BREACHED_PASSWORDS_URL, timeoutSeconds: env.BREACHED_PASSWORDS_TIMEOUT })),
);

export type BreachesConfig = ConfigOf<typeof breachesSection>;
