import { SETTINGS } from '#core/settings';
import { type Configuration, type ConfigSection, type Environment, readConfiguration } from '#platform/config';
import { dialectSections } from './dialects/index.js';
import { operationsSection } from './operations/operations.config.js';

/** Everything that can be configured: what all applications share, how this one is watched, what single dialects want. */
export const SECTIONS: readonly ConfigSection<unknown>[] = [...SETTINGS, operationsSection, ...dialectSections];

/** @throws ConfigurationError naming every fault at once */
export function configurationFrom(environment: Environment): Configuration {
  return readConfiguration(SECTIONS, environment);
}
