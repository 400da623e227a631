import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** The address under which people reach the service; links in mails are built from it alone. */
export const linksSection = defineSection(
  'links',
  z
    .object({
      NODE_ENV: field.text('development'),
      PUBLIC_URL: field.optionalUrl('http', 'https'),
      PORT: field.integer(3000, 0, 65_535),
    })
    .superRefine((env, context) => {
      if (env.NODE_ENV !== 'production' || env.PUBLIC_URL !== undefined) return;
      const message = 'required in production: the address people reach the service at, e.g. https://id.example.com';
      context.addIssue({ code: 'custom', path: ['PUBLIC_URL'], message });
    })
    .transform((env) => ({ publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}` })),
);

export type LinksConfig = ConfigOf<typeof linksSection>;
