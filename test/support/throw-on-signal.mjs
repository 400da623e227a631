/*
 * Preloaded into the service: outside of any request something is thrown, or a promise is rejected, that nobody catches,
 * and that carries what belongs into no log.
 */
const failure = () => Object.assign(new Error('constraint failed'), { parameters: ['what a query was about'] });

process.on('SIGUSR2', () => {
  throw failure();
});
process.on('SIGHUP', () => {
  void Promise.reject(failure());
});
