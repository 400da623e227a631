import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** How long sessions last, and how long it can be told why they ended. */
export const sessionsSection = defineSection(
  'sessions',
  z
    .object({
      SESSION_IDLE_TTL: field.duration('30d'),
      SESSION_ABSOLUTE_TTL: field.duration('90d'),
      SESSION_RETENTION: field.duration('90d'),
      REFRESH_RETRY_WINDOW: field.duration('60s'),
    })
    .superRefine((env, context) => {
      if (env.SESSION_IDLE_TTL <= env.SESSION_ABSOLUTE_TTL) return;
      const message = 'expected at most SESSION_ABSOLUTE_TTL';
      context.addIssue({ code: 'custom', path: ['SESSION_IDLE_TTL'], message });
    })
    .transform((env) => ({
      idleTtlSeconds: env.SESSION_IDLE_TTL,
      absoluteTtlSeconds: env.SESSION_ABSOLUTE_TTL,
      retentionSeconds: env.SESSION_RETENTION,
      retryWindowSeconds: env.REFRESH_RETRY_WINDOW,
    })),
);

export type SessionsConfig = ConfigOf<typeof sessionsSection>;
