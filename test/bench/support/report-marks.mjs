/* Preloaded into the service: tells the process that started it when which step of the start was done. */
import { PerformanceObserver } from 'node:perf_hooks';

const PREFIX = 'rosetta:';

/** @type {Record<string, number>} */
const marks = {};
const observer = new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) {
    if (name.startsWith(PREFIX)) marks[name.slice(PREFIX.length)] = startTime;
  }
  if (marks.listening === undefined) return;
  observer.disconnect();
  process.send?.(marks);
});
observer.observe({ entryTypes: ['mark'] });
