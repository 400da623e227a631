import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

export const emailVerificationSection = defineSection(
  'email-verification',
  z
    .object({ EMAIL_VERIFICATION_TTL: field.duration('24h') })
    .transform((env) => ({ ttlSeconds: env.EMAIL_VERIFICATION_TTL })),
);

export type EmailVerificationConfig = ConfigOf<typeof emailVerificationSection>;
