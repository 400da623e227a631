import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MethodNotAllowed } from '../errors/edge-errors.js';
import { type ErrorOf, type KnownError, knownError } from '../errors/known-error.js';
import type { Answer } from './answer.js';
import { problemAnswer } from './problem.js';
import { RouteTable } from './route-table.js';
import { TERRITORIES, type Territory, territoryAt } from './territory.js';

/**
 * The one filter for everything thrown anywhere, before or inside a handler. The address tells whose
 * words to use; what lies in nobody's territory is answered as RFC 9457 problem details.
 */
@Catch()
@Injectable()
export class RoutingExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(
    @Inject(TERRITORIES) private readonly territories: readonly Territory[],
    private readonly routes: RouteTable,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { status, headers, body } = this.answer(thrown, request);
    void http.getResponse<FastifyReply>().status(status).headers(headers).send(body);
  }

  /** What to answer to a request that came to that. */
  answer(thrown: unknown, request: Pick<FastifyRequest, 'id' | 'method' | 'url'>): Answer {
    const error = this.precise(knownError(thrown), request);
    if (error.code === 'unexpected') this.report(error, request);
    if (error.code === 'unavailable') this.reportOutage(error, request);
    if (error.code === 'not_permitted') this.reportRefusal(error, request);
    const territory = territoryAt(this.territories, request.url);
    return territory ? territory.errors.answer(error, request.id) : problemAnswer(error);
  }

  /** An address that is known with another method is no unknown address (RFC 9110 §15.5.6). */
  private precise(error: KnownError, { method, url }: Pick<FastifyRequest, 'method' | 'url'>): KnownError {
    if (error.code !== 'route_unknown') return error;
    const allowed = this.routes.methodsAt(url);
    return allowed.length > 0 && !allowed.includes(method) ? new MethodNotAllowed(allowed) : error;
  }

  private report({ cause }: Error, { id, method }: Pick<FastifyRequest, 'id' | 'method'>): void {
    const stack = cause instanceof Error ? cause.stack : String(cause);
    this.logger.error({ event: 'unexpected', requestId: id, method, stack });
  }

  /** Somebody whose credential is good asked for what they may not: a mistake, or a try. */
  private reportRefusal(error: ErrorOf<'not_permitted'>, { id, method }: Pick<FastifyRequest, 'id' | 'method'>): void {
    const { code: event, actor, message: reason } = error;
    this.logger.log({ event, requestId: id, method, actor, reason });
  }

  /** Without a stack: what is wrong stands in the reason, and there may be very many of them. */
  private reportOutage({ cause }: Error, { id, method }: Pick<FastifyRequest, 'id' | 'method'>): void {
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.logger.warn({ event: 'unavailable', requestId: id, method, reason });
  }
}
