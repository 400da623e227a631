import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { type Configuration, ConfigurationError } from '#platform/config';
import { createApplication } from './application.js';
import { configurationFrom } from './configuration.js';
import { type ServerConfig, serverSection } from './server.config.js';
import { welcome } from './welcome.js';

/** Starts the service; it stops by itself on SIGTERM and SIGINT, finishing what it has accepted. */
async function main(): Promise<void> {
  const configuration = readEnvironment();
  const app = await createApplication(configuration);
  const config = configuration.get(serverSection.token) as ServerConfig;
  await app.listen(config.port, config.host);
  process.stdout.write(welcome(new URL(await app.getUrl()).port, configuration));
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
