import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { dump } from 'js-yaml';
import { Public, RouteUnknown } from '#edge';
import { type DocumentListing, DocumentsService } from './documents.service.js';

/** The published OpenAPI documents. */
@ApiExcludeController()
@Public()
@Controller('/openapi')
export class DocumentsController {
  constructor(private readonly documents: DocumentsService) {}

  @Get()
  @Header('access-control-allow-origin', '*')
  list(): (DocumentListing & { json: string; yaml: string })[] {
    return this.documents
      .list()
      .map(({ name, title }) => ({ name, title, json: `/openapi/${name}.json`, yaml: `/openapi/${name}.yaml` }));
  }

  /** @throws RouteUnknown */
  @Get('/:file')
  @Header('access-control-allow-origin', '*')
  find(@Param('file') file: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    const [, name, format] = /^(\w+)\.(json|yaml)$/.exec(file) ?? [];
    const document = name === undefined ? undefined : this.documents.find(name);
    if (!document) throw new RouteUnknown();
    void reply.type(format === 'json' ? 'application/json; charset=utf-8' : 'application/yaml; charset=utf-8');
    return format === 'json' ? JSON.stringify(document) : dump(document, { noRefs: true });
  }
}
