import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Configuration } from '#platform/config';
import { markStart, type ServerConfig, serverSection } from '#platform/server';
import { PrimaryLink } from '#platform/workers';
import { createApplication } from './application.js';
import { type OperationsConfig, operationsSection } from './operations/operations.config.js';
import { stopOnSignal } from './stopping.js';
import { tell } from './welcome.js';

/** Serves in this process: by itself, or as a worker, which leaves it to its primary to say that all has started. */
export async function serve(configuration: Configuration): Promise<void> {
  const app = await createApplication(configuration);
  stopOnSignal(app, configuration.get(operationsSection.token) as OperationsConfig);
  const address = await listen(app, configuration.get(serverSection.token) as ServerConfig);
  markStart('listening');
  if (app.get(PrimaryLink).isThere) new Logger('Rosetta').log({ event: 'worker_started' });
  else tell(configuration, Number(new URL(address).port));
}

/** Where nothing can be listened at, what was begun is ended in order: a hash that is just being computed, and the database. */
async function listen(app: NestFastifyApplication, { port, host }: ServerConfig): Promise<string> {
  try {
    return await app.getHttpAdapter().getInstance().listen({ port, host });
  } catch (error) {
    await app.close();
    throw error;
  }
}
