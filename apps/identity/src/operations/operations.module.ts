import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { TokensModule } from '#core/tokens';
import { Metrics } from '#platform/metrics';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Readiness } from './readiness.js';
import { RequestMetrics } from './request-metrics.js';
import { Tracing } from './tracing.js';

/** What whoever runs the service looks at. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), TokensModule],
  controllers: [HealthController, MetricsController],
  providers: [Readiness, RequestMetrics, Tracing],
  exports: [Readiness, RequestMetrics, Tracing],
})
export class OperationsModule implements OnApplicationBootstrap {
  constructor(private readonly metrics: Metrics) {}

  onApplicationBootstrap(): void {
    this.metrics.watchProcess();
  }
}
