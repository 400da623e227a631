import { type Finding, note, those, unsafe } from './finding.js';
import type { Settings } from './settings.js';

const DAY_SECONDS = 86_400;
const USUAL_COST = 12;
const LEAST_COST = 10;

/** What is asked of people, and for how long things last. */
export function policyChecks({ server, passwords, tokens, registration, limits, audit }: Settings): Finding[] {
  const powers = registration.roles.filter((role) => role === 'admin' || role === 'superadmin');
  const isBcrypt = passwords.scheme === 'bcrypt';
  return those(
    [
      limits.profile === 'lax' && server.isProduction,
      unsafe(
        'limits_lax',
        'LIMITS is lax: passwords can be guessed at a laptop’s pace.',
        'Leave LIMITS out, or set it to strict.',
      ),
    ],
    [
      isBcrypt && passwords.bcryptCost < LEAST_COST && server.isProduction,
      unsafe(
        'bcrypt_cost',
        `BCRYPT_COST is ${passwords.bcryptCost}: a stolen database is guessed at quickly.`,
        'Set it to 12.',
      ),
    ],
    [
      isBcrypt && passwords.bcryptCost < USUAL_COST && !(passwords.bcryptCost < LEAST_COST && server.isProduction),
      note(
        'bcrypt_cost',
        `BCRYPT_COST is ${passwords.bcryptCost}; 12 is usual by now.`,
        'Set it to 12; stored hashes follow at the next sign-in.',
      ),
    ],
    [
      powers.length > 0,
      unsafe(
        'registration_roles',
        `SELF_REGISTRATION_ROLES lets anybody become ${powers.join(' and ')}.`,
        'Take that out; give such roles with: rosetta user role <account> <role>.',
      ),
    ],
    [
      tokens.accessTtlSeconds > DAY_SECONDS,
      note(
        'access_token_ttl',
        'ACCESS_TOKEN_TTL is more than a day: whoever verifies tokens offline accepts them for as long.',
        'An hour is usual.',
      ),
    ],
    [
      audit.retentionSeconds < 30 * DAY_SECONDS,
      note(
        'audit_retention',
        'AUDIT_RETENTION is less than 30 days: what is noticed late cannot be looked into.',
        'A year is usual.',
      ),
    ],
  );
}
