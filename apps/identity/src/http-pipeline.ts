import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v4 } from 'uuid';
import { RouteTable, RoutingExceptionFilter } from '#edge';
import type { ServerConfig } from '#platform/server';
import { type AnswerTo, refuseExpectation, refuseOnSocket } from './unreadable-requests.js';
import { DocumentsService } from './documents/documents.service.js';
import { RequestMetrics } from './operations/request-metrics.js';
import { Tracing } from './operations/tracing.js';

const logger = new Logger('Requests');

const KIB = 1024;

/** What a request may be at the most. */
const BOUNDS = { body: 64 * KIB, headers: 32 * KIB, pathParameter: 8 * KIB, requestTimeoutMs: 30_000 };

/** A type and a subtype, whatever parameters follow (RFC 9110 §8.3.1). */
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+[ \t]*(?:;|$)/;

/** The HTTP server: bounds, proxy trust, request ids. */
export function createAdapter(config: ServerConfig, answerTo: AnswerTo): FastifyAdapter {
  const refuse = (error: Error, request: unknown, reply: unknown) => {
    const { status, headers, body } = answerTo(error, request as FastifyRequest);
    void (reply as FastifyReply).status(status).headers(headers).send(body);
  };
  return new FastifyAdapter({
    bodyLimit: BOUNDS.body,
    requestTimeout: BOUNDS.requestTimeoutMs,
    http: { maxHeaderSize: BOUNDS.headers },
    trustProxy: config.trustProxy,
    forceCloseConnections: 'idle',
    // What comes in over a connection that is still open while the service stops is answered like any other.
    return503OnClosing: false,
    genReqId: () => v4(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: BOUNDS.pathParameter },
    frameworkErrors: refuse,
    clientErrorHandler: refuseOnSocket(answerTo),
  });
}

/** Everything that the started service and the tests do alike between creating the application and listening. */
export async function preparePipeline(app: NestFastifyApplication): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  takeBodiesAsTheyCome(fastify);
  fillRouteTable(fastify, app.get(RouteTable));
  fastify.addHook('onRequest', forgiveMediaType);
  fastify.addHook('onSend', setHeaders);
  fastify.addHook('onResponse', logResponse);
  watchRequests(fastify, app.get(RequestMetrics), app.get(Tracing));
  const errors = app.get(RoutingExceptionFilter);
  fastify.server.on(
    'checkExpectation',
    refuseExpectation((error, request) => errors.answer(error, request)),
  );
  app.get(DocumentsService).describe(app);
  await app.init();
}

/** Reading a body is left to the routes that want one: what the others are sent is ignored, whatever it is. */
function takeBodiesAsTheyCome(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BOUNDS.body }, (_request, body, done) => {
    done(null, body);
  });
}

/** What is no media type counts as one that nobody knows: the adapter would refuse it even where no body is read. */
async function forgiveMediaType({ raw: { headers } }: FastifyRequest): Promise<void> {
  const type = headers['content-type'];
  if (type !== undefined && !MEDIA_TYPE.test(type)) headers['content-type'] = 'application/octet-stream';
}

function fillRouteTable(fastify: FastifyInstance, routes: RouteTable): void {
  fastify.addHook('onRoute', ({ method, url }) => {
    if (!url.includes('*')) routes.add(method, url);
  });
}

/** Hooks of the plain kind: those that return a promise cost every request a turn of the event loop. */
function watchRequests(fastify: FastifyInstance, metrics: RequestMetrics, tracing: Tracing): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    metrics.observe(request, reply);
    done();
  });
  if (!tracing.isOn) return;
  fastify.addHook('onRequest', (request, _reply, done) => {
    tracing.begin(request);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    tracing.end(request, reply);
    done();
  });
}

/** Nothing here is for a cache, unless its route says so (RFC 6749 §5.1). */
async function setHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('x-request-id', request.id);
  reply.header('x-content-type-options', 'nosniff');
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
}

/** The route as it is declared, not the URL as it was sent: tokens travel in paths and queries. */
async function logResponse(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { id: requestId, method, ip } = request;
  const { statusCode: status, elapsedTime } = reply;
  logger.log({
    requestId,
    method,
    route: request.routeOptions.url ?? '(unknown)',
    status,
    ms: Math.round(elapsedTime),
    ip,
  });
}
