import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { type Configuration, ConfigurationError } from '#platform/config';
import { type ServerConfig, serverSection } from '#platform/server';
import { createApplication } from './application.js';
import { configurationFrom } from './configuration.js';
import { factsOf } from './facts.js';
import { type OperationsConfig, operationsSection } from './operations/operations.config.js';
import { stopOnSignal } from './stopping.js';
import { welcome } from './welcome.js';

/** Starts the service. */
async function main(): Promise<void> {
  const configuration = readEnvironment();
  const app = await createApplication(configuration);
  stopOnSignal(app, configuration.get(operationsSection.token) as OperationsConfig);
  const config = configuration.get(serverSection.token) as ServerConfig;
  const { port, host } = config;
  const address = await app.getHttpAdapter().getInstance().listen({ port, host });
  tell(config, configuration, new URL(address).port);
}

/** A person gets a first screen, whoever collects logs gets one line. */
function tell({ isProduction }: ServerConfig, configuration: Configuration, port: string): void {
  const facts = factsOf(configuration);
  new Logger('Rosetta').log({ event: 'started', port: Number(port), ...facts });
  if (!isProduction) process.stdout.write(welcome(port, configuration, facts));
}

/** Variables that are set win over those that `.env` sets. */
function readEnvironment(): Configuration {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return configurationFrom(process.env);
}

main().catch((error: unknown) => {
  const explanation = error instanceof ConfigurationError ? error.message : explain(error);
  process.stderr.write(`${explanation}\n`);
  process.exitCode = 1;
  // Whatever was opened before the failure must not keep a service alive that does not serve.
  setImmediate(() => process.exit());
});

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return 'PORT: that port is taken by another process; choose another, e.g. PORT=3001 npm start';
  }
  return error.stack ?? error.message;
}
