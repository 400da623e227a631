import { existsSync } from 'node:fs';
import { SETTINGS } from '#core/settings';
import { type Configuration, type Environment, readConfiguration } from '#platform/config';

/** What the process was started with. Variables that are set win over those that `.env` sets, as they do for the service. */
export function environment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** @throws ConfigurationError naming every fault at once */
export function configurationFrom(given: Environment): Configuration {
  return readConfiguration(SETTINGS, given);
}
