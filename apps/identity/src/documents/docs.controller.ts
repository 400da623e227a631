import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public, RouteUnknown } from '#edge';
import { PAGE, PAGE_HEADERS, startScript, STYLE } from './docs.page.js';
import { DocumentsService } from './documents.service.js';

const ASSETS = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const TYPES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui-standalone-preset.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Swagger UI over all documents, from the published package; only the page and its start are ours. */
@ApiExcludeController()
@Public()
@Controller('/docs')
export class DocsController {
  constructor(private readonly documents: DocumentsService) {}

  @Get()
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers(PAGE_HEADERS);
    return PAGE;
  }

  @Get('/page.css')
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return STYLE;
  }

  @Get('/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  start(): string {
    return startScript(this.documents.list());
  }

  /** @throws RouteUnknown */
  @Get('/:asset')
  @Header('cache-control', 'public, max-age=3600')
  async asset(@Param('asset') asset: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const type = Object.hasOwn(TYPES, asset) ? TYPES[asset] : undefined;
    if (type === undefined) throw new RouteUnknown();
    void reply.type(type);
    return readFile(join(ASSETS, asset));
  }
}
