import { auditSection } from '#core/audit';
import { limitsSection } from '#core/limits';
import { linksSection } from '#core/links';
import { passwordsSection } from '#core/passwords';
import { registrationSection } from '#core/registration';
import { tokensSection } from '#core/tokens';
import type { ConfigSection, Configuration } from '#platform/config';
import { cryptoSection } from '#platform/crypto';
import { databaseSection } from '#platform/database';
import { mailSection } from '#platform/mail';
import { serverSection } from '#platform/server';

/** The configuration as the checks read it: each section under its name. */
export function settingsOf(configuration: Configuration) {
  const of = <T>({ token }: ConfigSection<T>) => configuration.get(token) as T;
  return {
    server: of(serverSection),
    database: of(databaseSection),
    crypto: of(cryptoSection),
    mail: of(mailSection),
    links: of(linksSection),
    passwords: of(passwordsSection),
    tokens: of(tokensSection),
    registration: of(registrationSection),
    limits: of(limitsSection),
    audit: of(auditSection),
  };
}

export type Settings = ReturnType<typeof settingsOf>;
