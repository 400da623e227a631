import 'reflect-metadata';
import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Configuration, ConfigurationError } from '#platform/config';
import { markStart, type ServerConfig, serverSection } from '#platform/server';
import { WorkerFailed } from '#platform/workers';
import { configurationFrom } from './configuration.js';
import { endOnUncaughtErrors } from './last-resort.js';
import { lead } from './leading.js';
import { serve } from './serving.js';

const ENTRY = fileURLToPath(new URL('./main.js', import.meta.url));

/** Starts the service: in this process, or in as many as are configured. */
async function main(): Promise<void> {
  markStart('loaded');
  endOnUncaughtErrors();
  const configuration = readEnvironment();
  markStart('configured');
  const { workers } = configuration.get(serverSection.token) as ServerConfig;
  if (workers > 1 && cluster.isPrimary) await lead(configuration, ENTRY);
  else await serve(configuration);
}

/** What stands on the command line wins over variables that are set, and those over what `.env` sets. */
function readEnvironment(): Configuration {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { values } = parseArgs({ options: { workers: { type: 'string' } } });
  return configurationFrom({ ...process.env, ...(values.workers !== undefined && { WORKERS: values.workers }) });
}

main().catch((error: unknown) => {
  const isExplained = error instanceof ConfigurationError || error instanceof WorkerFailed;
  const explanation = isExplained ? error.message : explain(error);
  process.stderr.write(`${explanation}\n`);
  process.exitCode = 1;
  // Whatever was opened before the failure must not keep a service alive that does not serve.
  setImmediate(() => process.exit());
});

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') {
    return 'PORT: that port is taken by another process; choose another, e.g. PORT=3001 npm start';
  }
  return code.startsWith('ERR_PARSE_ARGS') ? error.message : (error.stack ?? error.message);
}
