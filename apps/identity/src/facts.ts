import { createRequire } from 'node:module';
import { type LimitsConfig, limitsSection } from '#core/limits';
import { type OrganizationsConfig, organizationsSection } from '#core/organizations';
import type { Configuration } from '#platform/config';
import { type DatabaseConfig, databaseSection } from '#platform/database';
import { type MailConfig, mailSection } from '#platform/mail';
import { type ServerConfig, serverSection } from '#platform/server';
import { type OperationsConfig, operationsSection } from './operations/operations.config.js';

/** What is told of a process when it starts. */
export interface Facts {
  readonly version: string;
  readonly database: 'PostgreSQL' | 'SQLite';
  /** The profile of the limits. */
  readonly limits: string;
  /** How many processes serve, where it is more than one. */
  readonly workers?: number;
  /** What is switched on that need not be. */
  readonly on: readonly string[];
}

export function factsOf(configuration: Configuration): Facts {
  const { postgresUrl } = configuration.get(databaseSection.token) as DatabaseConfig;
  const { workers } = configuration.get(serverSection.token) as ServerConfig;
  const { profile } = configuration.get(limitsSection.token) as LimitsConfig;
  return {
    version: version(),
    database: postgresUrl === undefined ? 'SQLite' : 'PostgreSQL',
    limits: profile,
    ...(workers > 1 && { workers }),
    on: switchedOn(configuration),
  };
}

function switchedOn(configuration: Configuration): string[] {
  const mail = configuration.get(mailSection.token) as MailConfig;
  const { isMultiTenant } = configuration.get(organizationsSection.token) as OrganizationsConfig;
  const operations = configuration.get(operationsSection.token) as OperationsConfig;
  return Object.entries({
    mailbox: mail.mailboxEnabled,
    smtp: mail.smtpUrl !== undefined,
    'multi-tenancy': isMultiTenant,
    metrics: operations.areMetricsPublic || operations.metricsToken !== undefined,
    traces: operations.tracesUrl !== undefined,
  })
    .filter(([, isOn]) => isOn)
    .map(([name]) => name);
}

function version(): string {
  const manifest = createRequire(import.meta.url)('#manifest') as { readonly version: string };
  return manifest.version;
}
