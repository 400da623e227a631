import { Injectable } from '@nestjs/common';
import { Metrics } from '#platform/metrics';
import { HashPool } from './hash-pool.js';

/** Shows how busy password hashing is: the first thing to look at when signing in is slow. */
@Injectable()
export class HashMetrics {
  constructor(pool: HashPool, metrics: Metrics) {
    metrics.gauge({
      name: 'rosetta_hash_queue_length',
      help: 'Password hashes waiting for a thread',
      collect() {
        this.set(pool.queueLength);
      },
    });
    const waited = metrics.histogram({
      name: 'rosetta_hash_wait_seconds',
      help: 'How long password hashes waited for a thread',
      buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    });
    pool.onTurn((seconds) => waited.observe(seconds));
  }
}
