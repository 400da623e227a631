import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

const DATABASE = /^\/?(\d{1,4})?$/;

/** Where counters are shared by several processes, if anywhere. */
export const redisSection = defineSection(
  'redis',
  z
    .object({
      REDIS_URL: field.optionalUrl('redis', 'rediss').transform((url, context) => {
        if (url === undefined || !URL.canParse(url)) return url;
        const { hostname, pathname } = new URL(url);
        if (hostname === '') context.addIssue({ code: 'custom', message: 'names no host', continue: true });
        if (!DATABASE.test(pathname))
          context.addIssue({ code: 'custom', message: 'the path must be the number of a database', continue: true });
        return url;
      }),
      REDIS_CA_FILE: field.optionalText(),
      REDIS_TIMEOUT_MS: field.integer(250, 10, 5000),
    })
    .superRefine((env, context) => {
      if (env.REDIS_CA_FILE === undefined || env.REDIS_URL?.startsWith('rediss:')) return;
      const message = 'vouches for nobody without TLS: set REDIS_URL to rediss://';
      context.addIssue({ code: 'custom', path: ['REDIS_CA_FILE'], message });
    })
    .transform((env) => ({ url: env.REDIS_URL, caFile: env.REDIS_CA_FILE, timeoutMs: env.REDIS_TIMEOUT_MS })),
);

export type RedisConfig = ConfigOf<typeof redisSection>;
