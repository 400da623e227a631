import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

const SENDER = /^(?:[^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

/** How mail leaves the house. Without a server, outside production, it stays in the developer mailbox. */
export const mailSection = defineSection(
  'mail',
  z
    .object({
      NODE_ENV: field.text('development'),
      SMTP_URL: field.optionalUrl('smtp', 'smtps'),
      MAIL_FROM: field
        .text('Rosetta <no-reply@localhost>')
        .refine((from) => SENDER.test(from), 'expected one sender such as Rosetta <no-reply@example.com>'),
      MAIL_RETENTION: field.duration('30d'),
    })
    .superRefine((env, context) => {
      if (env.NODE_ENV !== 'production' || env.SMTP_URL) return;
      const message = 'required in production; name the mail server as smtps://user:password@mail.example.com';
      context.addIssue({ code: 'custom', path: ['SMTP_URL'], message });
    })
    .transform((env) => ({
      smtpUrl: env.SMTP_URL,
      from: env.MAIL_FROM,
      retentionSeconds: env.MAIL_RETENTION,
      mailboxEnabled: !env.SMTP_URL && env.NODE_ENV !== 'production',
    })),
);

export type MailConfig = ConfigOf<typeof mailSection>;
