import { setTimeout as pause } from 'node:timers/promises';
import { type INestApplication, Logger } from '@nestjs/common';
import { type OperationsConfig } from './operations/operations.config.js';
import { PrimaryLink, STOP } from '#platform/workers';
import { Readiness } from './operations/readiness.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

const logger = new Logger('Stopping');

/**
 * Stops the service on SIGTERM or SIGINT: it is not ready from then on, goes on serving for as long as those that
 * share out requests may need to notice, finishes what it has accepted, closes the database, and ends with exit code
 * 0. A worker does so when its primary says so. What is not finished by the deadline is given up, with exit code 1. A second signal ends it at once.
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
  const primary = app.get(PrimaryLink);
  if (primary.isThere) waitForPrimary(primary, stop);
  else for (const signal of SIGNALS) process.once(signal, stop);
}

/** A terminal and a supervisor send their signals to workers as well, who are to stop once, when they are told to. */
function waitForPrimary(primary: PrimaryLink, stop: (signal: NodeJS.Signals) => void): void {
  for (const signal of SIGNALS) process.on(signal, () => undefined);
  primary.answer(STOP, (signal) => {
    stop(signal as NodeJS.Signals);
  });
}

async function close(app: INestApplication, delaySeconds: number): Promise<void> {
  app.get(Readiness).turnAway();
  if (delaySeconds > 0) await pause(delaySeconds * 1000);
  await app.close();
  logger.log({ event: 'stopped' });
  app.get(PrimaryLink).leave();
}

/** The timer by itself keeps nothing alive. */
function giveUpAfter(seconds: number): void {
  setTimeout(() => {
    logger.error({ event: 'stop_timed_out', seconds });
    process.exit(1);
  }, seconds * 1000).unref();
}
