import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { RoutingExceptionFilter } from '#edge';
import type { Configuration } from '#platform/config';
import { loggerOptions, PinoLogger } from '#platform/logging';
import { type ServerConfig, serverSection } from '#platform/server';
import { AppModule } from './app.module.js';
import { createAdapter, preparePipeline } from './http-pipeline.js';

/** The whole application, database opened and migrated, ready to listen. */
export async function createApplication(configuration: Configuration): Promise<NestFastifyApplication> {
  const config = configuration.get(serverSection.token) as ServerConfig;
  const adapter = createAdapter(config, (error, request) => app.get(RoutingExceptionFilter).answer(error, request));
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(configuration),
    adapter,
    { logger: new PinoLogger(pino(loggerOptions(config.logLevel))), bodyParser: false, abortOnError: false },
  );
  await preparePipeline(app);
  return app;
}
