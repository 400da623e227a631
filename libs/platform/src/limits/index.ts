export { type CountedHit, RateCounter } from './rate-counter.js';
