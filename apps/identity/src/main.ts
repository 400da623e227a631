import 'reflect-metadata';
import { existsSync } from 'node:fs';
import type { INestApplication } from '@nestjs/common';
import { type Configuration, ConfigurationError } from '#platform/config';
import { createApplication } from './application.js';
import { configurationFrom } from './configuration.js';
import { type ServerConfig, serverSection } from './server.config.js';
import { welcome } from './welcome.js';

/** Starts the service. */
async function main(): Promise<void> {
  const configuration = readEnvironment();
  const app = await createApplication(configuration);
  stopOnSignal(app);
  const config = configuration.get(serverSection.token) as ServerConfig;
  const { port, host } = config;
  const address = await app.getHttpAdapter().getInstance().listen({ port, host });
  process.stdout.write(welcome(new URL(address).port, configuration));
}

/** Finishes what was accepted, closes the database, and ends with exit code 0; a second signal ends it at once. */
function stopOnSignal(app: INestApplication): void {
  const stop = (signal: NodeJS.Signals) => {
    void app.close().catch((error: unknown) => {
      process.stderr.write(`Stopping on ${signal} failed: ${explain(error)}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
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
