import { Controller, Get, Header, Headers, HttpCode, Options, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public, RouteUnknown } from '#edge';
import { type DocumentListing, DocumentsService } from './documents.service.js';

/** Any page may read them and ask whether they have changed (Fetch, "CORS protocol"). */
const FOR_ANY_PAGE = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag' };

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
      .map((listing) => ({ ...listing, json: `/openapi/${listing.name}.json`, yaml: `/openapi/${listing.name}.yaml` }));
  }

  /**
   * Kept by caches, which ask every time whether it is still the same (RFC 9111 §5.2.2.4).
   *
   * @throws RouteUnknown
   */
  @Get('/:file')
  @Header('cache-control', 'no-cache')
  find(
    @Param('file') fileName: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string | undefined {
    const file = this.documents.file(fileName);
    if (!file) throw new RouteUnknown();
    void reply.headers({ ...FOR_ANY_PAGE, etag: file.etag });
    if (isAmong(file.etag, known)) {
      void reply.status(304);
      return undefined;
    }
    void reply.type(file.mediaType);
    return file.text;
  }

  /** What a browser asks before it sends `If-None-Match` to another origin. */
  @Options('/:file')
  @HttpCode(204)
  @Header('access-control-allow-origin', '*')
  @Header('access-control-allow-methods', 'GET, HEAD')
  @Header('access-control-allow-headers', 'If-None-Match')
  @Header('access-control-max-age', '86400')
  preflight(): void {
    // Its headers say it all.
  }
}

/** Whether a client that sends that `If-None-Match` has it already (RFC 9110 §13.1.2, weak comparison). */
function isAmong(etag: string, known = ''): boolean {
  return known.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
}
