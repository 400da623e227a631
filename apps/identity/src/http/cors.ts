import type { FastifyCorsOptions } from '@fastify/cors';
import type { FastifyRequest } from 'fastify';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What a page of an allowed origin may read of an answer besides its body (Fetch, "CORS-safelisted response-header name"). */
const EXPOSED_HEADERS = [
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'X-Request-Id',
];

const PREFLIGHT_MAX_AGE_SECONDS = 600;

/**
 * Lets the pages of the origins on the list call the service, and no others. Credentials are never allowed: no cookie
 * means anything here, and a token that a page holds it sends by itself. An `OPTIONS` that is no preflight is a request like
 * any other.
 */
export function corsFor(origins: readonly string[]): (request: FastifyRequest) => Promise<FastifyCorsOptions> {
  return async ({ headers }) => ({
    origin: headers.origin !== undefined && origins.includes(headers.origin) ? [headers.origin] : false,
    preflight: headers['access-control-request-method'] !== undefined,
    methods: METHODS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_MAX_AGE_SECONDS,
  });
}
