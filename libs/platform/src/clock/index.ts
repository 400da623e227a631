export { Clock } from './clock.js';
export { earlierOf, epochSeconds, secondsAfter } from './durations.js';
export { Stopwatch } from './stopwatch.js';
