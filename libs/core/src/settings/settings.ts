import { auditSection } from '#core/audit';
import { emailVerificationSection } from '#core/email-verification';
import { limitsSection } from '#core/limits';
import { linksSection } from '#core/links';
import { organizationsSection } from '#core/organizations';
import { passwordsSection } from '#core/passwords';
import { recoverySection } from '#core/recovery';
import { registrationSection } from '#core/registration';
import { sessionsSection } from '#core/sessions';
import { tokensSection } from '#core/tokens';
import { breachesSection } from '#platform/breaches';
import type { ConfigSection } from '#platform/config';
import { cryptoSection, hashingSection } from '#platform/crypto';
import { databaseSection } from '#platform/database';
import { redisSection } from '#platform/limits';
import { mailSection } from '#platform/mail';
import { serverSection } from '#platform/server';

/** What every application of the house reads from its environment: what each module declares for itself, in one list. */
export const SETTINGS: readonly ConfigSection<unknown>[] = [
  serverSection,
  databaseSection,
  redisSection,
  cryptoSection,
  hashingSection,
  mailSection,
  linksSection,
  passwordsSection,
  breachesSection,
  tokensSection,
  sessionsSection,
  organizationsSection,
  registrationSection,
  emailVerificationSection,
  recoverySection,
  limitsSection,
  auditSection,
];
