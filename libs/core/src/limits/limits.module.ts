import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { RateCounterModule } from '#platform/limits';
import { KnownNetworkSweep } from './known-network-sweep.js';
import { KnownNetworks } from './known-networks.js';
import { LimitsDesk } from './limits-desk.js';
import { LimitMetrics } from './limit-metrics.js';
import { Limits } from './limits.service.js';

@Module({
  imports: [RateCounterModule, AuditModule],
  providers: [Limits, LimitMetrics, LimitsDesk, KnownNetworks, KnownNetworkSweep],
  exports: [Limits, LimitsDesk, KnownNetworks],
})
export class LimitsModule {}
