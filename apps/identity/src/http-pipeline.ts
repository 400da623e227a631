import cors from '@fastify/cors';
import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v4 } from 'uuid';
import { type LinksConfig, linksSection } from '#core/links';
import { BadRequest, RouteTable, RoutingExceptionFilter } from '#edge';
import { type ServerConfig, serverSection } from '#platform/server';
import { type AnswerTo, refuseExpectation, refuseOnSocket } from './unreadable-requests.js';
import { corsFor } from './http/cors.js';
import { securityHeaders, type SecurityHeaders } from './http/security-headers.js';
import { together } from './http/together.js';
import { DocumentsService } from './documents/documents.service.js';
import { Readiness } from './operations/readiness.js';
import { RequestMetrics } from './operations/request-metrics.js';
import { Tracing } from './operations/tracing.js';

const logger = new Logger('Requests');

const KIB = 1024;

/** Those at which a line for each request is kept; at the others none is made. */
const LEVELS_WITH_REQUESTS: ReadonlySet<string> = new Set(['debug', 'info']);

/** What a request may be at the most. */
const BOUNDS = { body: 64 * KIB, headers: 32 * KIB, headerCount: 100, pathParameter: 8 * KIB };

/** How often Node looks for requests that take too long. */
const TIMEOUT_CHECK_MS = 1000;

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
    requestTimeout: config.requestTimeoutSeconds * 1000,
    keepAliveTimeout: config.keepAliveTimeoutSeconds * 1000,
    http: {
      maxHeaderSize: BOUNDS.headers,
      headersTimeout: config.headersTimeoutSeconds * 1000,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    },
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
  const config: ServerConfig = app.get(serverSection.token);
  fastify.server.maxConnections = config.maxConnections;
  const { publicUrl }: LinksConfig = app.get(linksSection.token);
  fastify.addHook('onSend', setHeaders(securityHeaders({ ...config, publicUrl })));
  fastify.addHook('onSend', partWith(app.get(Readiness)));
  fastify.addHook('onRequest', countHeaders);
  fastify.addHook('onRequest', forgiveMediaType);
  fastify.addHook('preHandler', together());
  if (config.corsOrigins.length > 0) await fastify.register(cors, { delegator: corsFor(config.corsOrigins) });
  if (LEVELS_WITH_REQUESTS.has(config.logLevel)) fastify.addHook('onResponse', logResponse);
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
function forgiveMediaType({ raw: { headers } }: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const type = headers['content-type'];
  if (type !== undefined && !MEDIA_TYPE.test(type)) headers['content-type'] = 'application/octet-stream';
  done();
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

/** Passes on BadRequest 431 for more header lines than anybody needs, whatever their size. */
function countHeaders({ raw }: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  done(raw.rawHeaders.length / 2 > BOUNDS.headerCount ? new BadRequest(431) : undefined);
}

/** What a route says of itself stands. */
function setHeaders(common: SecurityHeaders) {
  const entries = Object.entries(common);
  return (request: FastifyRequest, reply: FastifyReply, _payload: unknown, done: () => void): void => {
    reply.header('x-request-id', request.id);
    for (const [name, value] of entries) {
      if (!reply.hasHeader(name)) reply.header(name, value);
    }
    done();
  };
}

/** A connection that is kept once its request is answered would keep the service from stopping (RFC 9112 §9.6). */
function partWith(readiness: Readiness) {
  return (_request: FastifyRequest, reply: FastifyReply, _payload: unknown, done: () => void): void => {
    if (readiness.isStopping) reply.header('connection', 'close');
    done();
  };
}

/** The route as it is declared, not the URL as it was sent: tokens travel in paths and queries. */
function logResponse(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
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
  done();
}
