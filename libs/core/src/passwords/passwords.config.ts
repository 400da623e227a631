import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

const PRODUCTION_MIN_COST = 10;

/** How new passwords are stored, and what is asked of them. */
export const passwordsSection = defineSection(
  'passwords',
  z
    .object({
      NODE_ENV: field.text('development'),
      PASSWORD_SCHEME: field.choice(['bcrypt', 'argon2id'], 'bcrypt'),
      BCRYPT_COST: field.integer(12, 4, 15),
      PASSWORD_MIN_LENGTH: field.integer(8, 8, 64),
    })
    .superRefine((env, context) => {
      if (env.NODE_ENV !== 'production' || env.BCRYPT_COST >= PRODUCTION_MIN_COST) return;
      const message = `expected at least ${PRODUCTION_MIN_COST} in production`;
      context.addIssue({ code: 'custom', path: ['BCRYPT_COST'], message });
    })
    .transform((env) => ({
      scheme: env.PASSWORD_SCHEME,
      bcryptCost: env.BCRYPT_COST,
      minLength: env.PASSWORD_MIN_LENGTH,
    })),
);

export type PasswordsConfig = ConfigOf<typeof passwordsSection>;
