export { attendMetrics, Metrics } from './metrics.js';
export type { Series } from './series-histogram.js';
