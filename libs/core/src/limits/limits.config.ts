import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';
import { fits, type Override, overridden, readOverride } from './overrides.js';
import { RULES } from './rules.js';

const FORM = 'expected allowances such as sign-in.address=300 or sign-up.address=100/10m, separated by commas';

/** Which set of limits holds: strict in production, lax on a laptop, unless said otherwise; and what differs from it. */
export const limitsSection = defineSection(
  'limits',
  z
    .object({
      NODE_ENV: field.text('development'),
      LIMITS: field.choice(['auto', 'strict', 'lax'], 'auto'),
      LIMIT_OVERRIDES: field.list().transform((entries, context): Override[] => {
        const overrides = entries.map(readOverride).filter((override) => override && fits(override, RULES.strict));
        if (overrides.includes(undefined) || overrides.length < entries.length) context.addIssue(FORM);
        return overrides.filter((override) => override !== undefined);
      }),
      KNOWN_NETWORK_TTL: field.duration('90d'),
    })
    .transform((env) => {
      const profile = env.LIMITS === 'auto' ? (env.NODE_ENV === 'production' ? 'strict' : 'lax') : env.LIMITS;
      const rules = overridden(RULES[profile], env.LIMIT_OVERRIDES);
      return { profile, rules, knownNetworkTtlSeconds: env.KNOWN_NETWORK_TTL };
    }),
);

export type LimitsConfig = ConfigOf<typeof limitsSection>;
