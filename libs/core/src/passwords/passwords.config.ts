import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

const PRODUCTION_MIN_COST = 10;

/** Given as an example by a documented API, whose clients' own tests use it. */
const DOCUMENTED_EXAMPLE = 'password123';

const SERVICE_NAME = 'rosetta';

/** How new passwords are stored, and what is asked of them. */
export const passwordsSection = defineSection(
  'passwords',
  z
    .object({
      NODE_ENV: field.text('development'),
      PUBLIC_URL: field.optionalUrl('http', 'https'),
      PASSWORD_SCHEME: field.choice(['bcrypt', 'argon2id'], 'bcrypt'),
      BCRYPT_COST: field.integer(12, 4, 15),
      PASSWORD_MIN_LENGTH: field.integer(8, 8, 64),
      PASSWORD_EXCEPTIONS: field.list(),
    })
    .superRefine((env, context) => {
      if (env.NODE_ENV !== 'production') return;
      const fault = (variable: string, message: string) =>
        context.addIssue({ code: 'custom', path: [variable], message });
      if (env.BCRYPT_COST < PRODUCTION_MIN_COST) {
        fault('BCRYPT_COST', `expected at least ${PRODUCTION_MIN_COST} in production`);
      }
      if (env.PASSWORD_EXCEPTIONS.length > 0) fault('PASSWORD_EXCEPTIONS', 'expected to be empty in production');
    })
    .transform((env) => ({
      scheme: env.PASSWORD_SCHEME,
      bcryptCost: env.BCRYPT_COST,
      minLength: env.PASSWORD_MIN_LENGTH,
      exceptions: env.NODE_ENV === 'production' ? [] : [DOCUMENTED_EXAMPLE, ...env.PASSWORD_EXCEPTIONS],
      serviceWords: [SERVICE_NAME, ...hostOf(env.PUBLIC_URL)],
    })),
);

export type PasswordsConfig = ConfigOf<typeof passwordsSection>;

/** The host people know the service by, whole and in its parts but for the last. */
function hostOf(publicUrl: string | undefined): string[] {
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return [];
  const { hostname } = new URL(publicUrl);
  return [hostname, ...hostname.split('.').slice(0, -1)];
}
