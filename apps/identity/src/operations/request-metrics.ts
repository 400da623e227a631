import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TERRITORIES, type Territory, territoryAt } from '#edge';
import { Metrics, type Series } from '#platform/metrics';

type Label = 'dialect' | 'operation' | 'status';

/** How long requests took, by API, operation and status. */
@Injectable()
export class RequestMetrics {
  private readonly duration;
  private readonly dialects = new Map<string, string>();
  private readonly series = new Map<string, Series<Label>>();

  constructor(
    @Inject(TERRITORIES) private readonly territories: readonly Territory[],
    metrics: Metrics,
  ) {
    this.duration = metrics.seriesHistogram<Label>({
      name: 'rosetta_http_request_duration_seconds',
      help: 'Requests by API, operation and status, and how long they took',
      labelNames: ['dialect', 'operation', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    });
  }

  /** To be called once a request is answered. */
  observe(request: FastifyRequest, { statusCode: status, elapsedTime }: FastifyReply): void {
    const { url } = request.routeOptions;
    const dialect = url === undefined ? this.dialectAt(request.url) : this.dialectOf(url);
    // As the route is declared: what was asked for may be anything, and may hold a token.
    const operation = url === undefined ? 'none' : `${request.method} ${url}`;
    const name = `${dialect} ${operation} ${status}`;
    const series = this.series.get(name) ?? this.duration.begin({ dialect, operation, status });
    this.series.set(name, series);
    series.observe(elapsedTime / 1000);
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
