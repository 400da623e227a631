export { attendMetrics, Metrics } from './metrics.js';
