export { ConfigurationModule } from './configuration.module.js';
export * as field from './fields.js';
export { type Configuration, ConfigurationError, readConfiguration } from './read-configuration.js';
export { type ConfigOf, type ConfigSection, defineSection, type Environment } from './section.js';
