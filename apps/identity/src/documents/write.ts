import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { configurationFrom } from '../configuration.js';
import { DIALECT_LIST } from '../dialects/index.js';
import { DocumentsService } from './documents.service.js';

/**
 * `npm run openapi`: writes every published document into a directory, `dist/openapi` unless told otherwise. In Nest's
 * preview mode only the graph of modules is built: no provider lives, so nothing is opened, made or listened on.
 */
async function main(directory = 'dist/openapi'): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(configurationFrom({})),
    new FastifyAdapter(),
    { preview: true, logger: false, abortOnError: false },
  );
  const documents = new DocumentsService(DIALECT_LIST);
  documents.describe(app);
  await mkdir(directory, { recursive: true });
  for (const name of documents.fileNames()) {
    await writeFile(join(directory, name), documents.file(name)?.text ?? '');
    process.stdout.write(`${join(directory, name)}\n`);
  }
}

await main(process.argv[2]);
