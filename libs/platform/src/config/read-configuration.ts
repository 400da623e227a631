import type { z } from 'zod';
import type { ConfigSection, Environment } from './section.js';

/** Everything that is wrong with the configuration, one fault a line, by the variable's name. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** The values of every section, by the section's token. Frozen. */
export type Configuration = ReadonlyMap<symbol, unknown>;

/**
 * Reads all sections from one environment.
 *
 * @throws ConfigurationError naming every fault of every section at once
 */
export function readConfiguration(
  sections: readonly ConfigSection<unknown>[],
  environment: Environment,
): Configuration {
  const values = new Map<symbol, unknown>();
  const faults: string[] = [];
  for (const { token, schema } of sections) {
    const outcome = schema.safeParse(environment);
    if (outcome.success) values.set(token, Object.freeze(outcome.data));
    else faults.push(...outcome.error.issues.map(describeFault));
  }
  if (faults.length > 0) throw new ConfigurationError([...new Set(faults)]);
  return values;
}

function describeFault(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.') || 'configuration'}: ${issue.message}`;
}
