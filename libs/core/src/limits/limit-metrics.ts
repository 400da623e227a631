import { Injectable } from '@nestjs/common';
import { RateCounter } from '#platform/limits';
import { Metrics } from '#platform/metrics';
import { Limits } from './limits.service.js';

/** How often limits were hit, and whether they are counted together with other processes. */
@Injectable()
export class LimitMetrics {
  constructor(metrics: Metrics, limits: Limits, counter: RateCounter) {
    const hits = metrics.counter({
      name: 'rosetta_limits_hit_total',
      help: 'Tries that a limit refused',
      labelNames: ['action', 'key'],
    });
    limits.onRefusal(({ action, key }) => hits.inc({ action, key }));
    metrics.gauge({
      name: 'rosetta_limits_shared',
      help: '1 while limits are counted for all processes together, 0 while this process counts by itself',
      aggregator: 'min',
      collect() {
        this.set(counter.isShared ? 1 : 0);
      },
    });
    metrics.gauge({
      name: 'rosetta_redis_outages',
      help: 'How often Redis was lost since the start',
      aggregator: 'max',
      collect() {
        this.set(counter.outages);
      },
    });
  }
}
