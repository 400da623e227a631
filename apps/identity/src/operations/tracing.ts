import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type OperationsConfig, operationsSection } from './operations.config.js';

type ParentOf = (headers: FastifyRequest['headers']) => typeof ROOT_CONTEXT;

/**
 * One span for each request, sent by OTLP over HTTP where a collector is configured; costs nothing else. Made by hand
 * and not by an instrumentation, which would send URLs as they came: tokens travel in paths and queries.
 */
@Injectable()
export class Tracing implements OnModuleInit, OnApplicationShutdown {
  private readonly spans = new WeakMap<FastifyRequest, Span>();
  private provider: TracerProvider | undefined;
  private parentOf: ParentOf = () => ROOT_CONTEXT;

  constructor(@Inject(operationsSection.token) private readonly config: OperationsConfig) {}

  get isOn(): boolean {
    return this.config.tracesUrl !== undefined;
  }

  async onModuleInit(): Promise<void> {
    const { tracesUrl, serviceName } = this.config;
    if (tracesUrl === undefined) return;
    const { createProvider, parentOf } = await import('./open-telemetry.js');
    this.provider = createProvider(tracesUrl, serviceName);
    this.parentOf = parentOf;
  }

  /** To be called when a request has found its route. */
  begin(request: FastifyRequest): void {
    if (!this.provider) return;
    const { method, id, headers, routeOptions } = request;
    const route = routeOptions.url;
    const span = this.provider.getTracer('rosetta').startSpan(
      route === undefined ? method : `${method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': method,
          'rosetta.request_id': id,
          ...(route !== undefined && { 'http.route': route }),
        },
      },
      this.parentOf(headers),
    );
    this.spans.set(request, span);
  }

  /** To be called once a request is answered. */
  end(request: FastifyRequest, { statusCode }: FastifyReply): void {
    const span = this.spans.get(request);
    if (!span) return;
    span.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  /** Sends what is left. A collector that is out of reach does not keep the service from stopping. */
  async onApplicationShutdown(): Promise<void> {
    await this.provider?.shutdown().catch(() => undefined);
  }
}
