/*
 * Preloaded into the service, with `--expose-gc`: whenever the process that started it asks, it collects what is
 * garbage and tells what is left, in bytes.
 */
process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heapUsed, external, rss });
});
process.channel?.unref();
