import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Configuration } from './read-configuration.js';

/** Gives every module its own section of the configuration, under the section's token. */
@Global()
@Module({})
export class ConfigurationModule {
  static with(configuration: Configuration): DynamicModule {
    const providers = [...configuration].map(([provide, useValue]) => ({ provide, useValue }));
    return { module: ConfigurationModule, providers, exports: providers };
  }
}
