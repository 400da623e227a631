import { Logger } from '@nestjs/common';
import { pino } from 'pino';
import type { Configuration } from '#platform/config';
import { WorkerCounters } from '#platform/limits';
import { loggerOptions, PinoLogger } from '#platform/logging';
import { attendMetrics } from '#platform/metrics';
import { type ServerConfig, serverSection } from '#platform/server';
import { Crew } from '#platform/workers';
import { type OperationsConfig, operationsSection } from './operations/operations.config.js';
import { tell } from './welcome.js';

/**
 * Leads the workers that serve: shares connections out among them, counts limits and adds up metrics for all, replaces
 * those that die, and stops when all of them have.
 */
export async function lead(configuration: Configuration, entry: string): Promise<void> {
  const { logLevel, workers: size } = configuration.get(serverSection.token) as ServerConfig;
  const { stopTimeoutSeconds } = configuration.get(operationsSection.token) as OperationsConfig;
  Logger.overrideLogger(new PinoLogger(pino(loggerOptions(logLevel))));
  const counters = new WorkerCounters();
  const crew = new Crew({ size, entry, args: process.argv.slice(2), stopTimeoutSeconds }, (channel) => {
    counters.attend(channel);
    attendMetrics(channel, (topic) => crew.askAll(topic));
  });
  stopWithSignal(crew);
  tell(configuration, await crew.start());
}

/** A second signal of the same kind ends the primary at once, and the workers with it. */
function stopWithSignal(crew: Crew): void {
  const logger = new Logger('Stopping');
  const stop = async (signal: NodeJS.Signals) => {
    logger.log({ event: 'stopping', signal });
    const exitCode = await crew.stop(signal);
    logger.log({ event: 'stopped' });
    process.exit(exitCode);
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}
