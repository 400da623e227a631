import { setTimeout as pause } from 'node:timers/promises';
import { type INestApplication, Logger } from '@nestjs/common';
import { type OperationsConfig } from './operations/operations.config.js';
import { Readiness } from './operations/readiness.js';

const logger = new Logger('Stopping');

/**
 * Stops the service on SIGTERM or SIGINT: it is not ready from then on, goes on serving for as long as those that
 * share out requests may need to notice, finishes what it has accepted, closes the database, and ends with exit code
 * 0. What is not finished by the deadline is given up, with exit code 1. A second signal ends it at once.
 */
export function stopOnSignal(app: INestApplication, config: OperationsConfig): void {
  const stop = (signal: NodeJS.Signals) => {
    logger.log({
      event: 'stopping',
      signal,
      ...(config.stopDelaySeconds > 0 && { delaySeconds: config.stopDelaySeconds }),
    });
    giveUpAfter(config.stopTimeoutSeconds);
    void close(app, config.stopDelaySeconds).catch((error: unknown) => {
      logger.error(error);
      process.exitCode = 1;
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function close(app: INestApplication, delaySeconds: number): Promise<void> {
  app.get(Readiness).turnAway();
  if (delaySeconds > 0) await pause(delaySeconds * 1000);
  await app.close();
  logger.log({ event: 'stopped' });
}

/** The timer by itself keeps nothing alive. */
function giveUpAfter(seconds: number): void {
  setTimeout(() => {
    logger.error({ event: 'stop_timed_out', seconds });
    process.exit(1);
  }, seconds * 1000).unref();
}
