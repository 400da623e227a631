import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InvalidAccessToken } from '#core/tokens';
import { Accepting, RouteUnknown } from '#edge';
import { equalInConstantTime } from '#platform/crypto';
import { Metrics } from '#platform/metrics';
import { type OperationsConfig, operationsSection } from './operations.config.js';

/** The numbers, for Prometheus: to whoever has the configured token, and to anybody outside production where there is none. */
@ApiExcludeController()
@Controller('/metrics')
@Accepting('api_key')
export class MetricsController {
  constructor(
    @Inject(operationsSection.token) private readonly config: OperationsConfig,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @throws InvalidAccessToken without the token that is asked for
   * @throws RouteUnknown in production where none is configured
   */
  @Get()
  async expose(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.mustBeWelcome(authorization);
    void reply.header('content-type', this.metrics.contentType);
    return this.metrics.exposition();
  }

  private mustBeWelcome(authorization = ''): void {
    const { metricsToken, areMetricsPublic } = this.config;
    if (areMetricsPublic) return;
    if (metricsToken === undefined) throw new RouteUnknown();
    if (!equalInConstantTime(authorization, `Bearer ${metricsToken}`)) throw new InvalidAccessToken('metrics token');
  }
}
