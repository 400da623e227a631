import { existsSync } from 'node:fs';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { schema } from '#core/schema';
import { type Configuration, ConfigurationModule } from '#platform/config';
import { CryptoModule, cryptoSection } from '#platform/crypto';
import { type DatabaseConfig, DatabaseModule, databaseSection } from '#platform/database';
import { FoundationModule } from '#platform/foundation';
import { MailModule } from '#platform/mail';
import { EXIT } from '../exit-codes.js';
import { CommandError } from './command-error.js';

@Module({})
class HouseModule {}

/** Some modules of the core over the configured database: the service without HTTP and without its background work. */
export interface House {
  readonly get: <T>(service: Type<T>) => T;
  readonly close: () => Promise<void>;
}

/** Opens it as the service does: the master key and the database are made where they are missing, and migrated. */
export function openHouse(configuration: Configuration, modules: readonly Type[]): Promise<House> {
  return open(configuration, [DatabaseModule.with(schema), MailModule, ...modules]);
}

/** The same for looking only: nothing is made, changed or migrated. */
export function openForLooking(configuration: Configuration, modules: readonly Type[]): Promise<House> {
  const crypto = configuration.get(cryptoSection.token) as object;
  const strict = new Map(configuration).set(cryptoSection.token, { ...crypto, mayCreateMasterKey: false });
  return open(strict, [DatabaseModule.readOnly(schema), ...modules]);
}

/** The database without the keys that open what is sealed in it, for changing those. */
export function openWithoutKeys(configuration: Configuration, modules: readonly Type[]): Promise<House> {
  return openBare(configuration, [DatabaseModule.with(schema), ...modules]);
}

function open(configuration: Configuration, imports: readonly (Type | DynamicModule)[]): Promise<House> {
  return openBare(configuration, [CryptoModule, ...imports]);
}

async function openBare(configuration: Configuration, imports: readonly (Type | DynamicModule)[]): Promise<House> {
  const ground = [ConfigurationModule.with(configuration), FoundationModule];
  const context = await NestFactory.createApplicationContext(
    { module: HouseModule, imports: [...ground, ...imports] },
    { logger: false, abortOnError: false },
  );
  return {
    get: (service) => context.get(service, { strict: false }),
    close: () => context.close(),
  };
}

/** @throws CommandError where looking would make one */
export function mustHaveDatabase(configuration: Configuration): void {
  const { postgresUrl, sqliteFile } = configuration.get(databaseSection.token) as DatabaseConfig;
  if (postgresUrl !== undefined || existsSync(sqliteFile)) return;
  const fix = 'Name the right DATA_DIR, or make one: npm start.';
  throw new CommandError('no_database', `There is no database ${sqliteFile}.`, { fix, exitCode: EXIT.notRun });
}
