import cluster from 'node:cluster';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Logger, pino } from 'pino';
import { RoutingExceptionFilter } from '#edge';
import type { Configuration } from '#platform/config';
import { loggerOptions, PinoLogger } from '#platform/logging';
import { markStart, type ServerConfig, serverSection } from '#platform/server';
import { AppModule } from './app.module.js';
import { createAdapter, preparePipeline } from './http-pipeline.js';

/** The whole application, database opened and migrated, ready to listen. */
export async function createApplication(configuration: Configuration): Promise<NestFastifyApplication> {
  const config = configuration.get(serverSection.token) as ServerConfig;
  const adapter = createAdapter(config, (error, request) => app.get(RoutingExceptionFilter).answer(error, request));
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(configuration),
    adapter,
    { logger: new PinoLogger(log(config)), bodyParser: false, abortOnError: false },
  );
  markStart('wired');
  await preparePipeline(app);
  markStart('initialized');
  return app;
}

/** Of several workers each says which one it is. */
function log({ logLevel }: ServerConfig): Logger {
  const { worker } = cluster;
  const logger = pino(loggerOptions(logLevel));
  return worker ? logger.child({ worker: worker.id }) : logger;
}
