import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TERRITORIES, type Territory, territoryAt } from '#edge';
import { Metrics } from '#platform/metrics';

/** How long requests took, by API, operation and status. */
@Injectable()
export class RequestMetrics {
  private readonly duration;
  private readonly dialects = new Map<string, string>();

  constructor(
    @Inject(TERRITORIES) private readonly territories: readonly Territory[],
    metrics: Metrics,
  ) {
    this.duration = metrics.histogram({
      name: 'rosetta_http_request_duration_seconds',
      help: 'Requests by API, operation and status, and how long they took',
      labelNames: ['dialect', 'operation', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    });
  }

  /** To be called once a request is answered. */
  observe(request: FastifyRequest, reply: FastifyReply): void {
    const { url } = request.routeOptions;
    const labels = {
      dialect: url === undefined ? this.dialectAt(request.url) : this.dialectOf(url),
      // As the route is declared: what was asked for may be anything, and may hold a token.
      operation: url === undefined ? 'none' : `${request.method} ${url}`,
      status: reply.statusCode,
    };
    this.duration.observe(labels, reply.elapsedTime / 1000);
  }

  private dialectOf(route: string): string {
    const dialect = this.dialects.get(route) ?? this.dialectAt(route);
    this.dialects.set(route, dialect);
    return dialect;
  }

  private dialectAt(url: string): string {
    return territoryAt(this.territories, url)?.name ?? 'none';
  }
}
