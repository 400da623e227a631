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
import { type Configuration, type ConfigSection, type Environment, readConfiguration } from '#platform/config';
import { cryptoSection, hashingSection } from '#platform/crypto';
import { databaseSection } from '#platform/database';
import { mailSection } from '#platform/mail';
import { dialectSections } from './dialects/index.js';
import { operationsSection } from './operations/operations.config.js';
import { serverSection } from './server.config.js';

/** Everything that can be configured: what each module declares for itself, in one list. */
export const SECTIONS: readonly ConfigSection<unknown>[] = [
  serverSection,
  operationsSection,
  databaseSection,
  cryptoSection,
  hashingSection,
  mailSection,
  linksSection,
  passwordsSection,
  tokensSection,
  sessionsSection,
  organizationsSection,
  registrationSection,
  emailVerificationSection,
  recoverySection,
  limitsSection,
  auditSection,
  ...dialectSections,
];

/** @throws ConfigurationError naming every fault at once */
export function configurationFrom(environment: Environment): Configuration {
  return readConfiguration(SECTIONS, environment);
}
