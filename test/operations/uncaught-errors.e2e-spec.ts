import { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

const PRELOADED = `--import ${new URL('../support/throw-on-signal.mjs', import.meta.url).href}`;

describe('an error outside of any request that nobody caught', () => {
  it.each([
    ['SIGUSR2', 'uncaughtException'],
    ['SIGHUP', 'unhandledRejection'],
  ] as const)(
    'ends the process with a line that says where, and nothing that hangs on it (%s)',
    async (signal, origin) => {
      const service = await ServiceProcess.start({ NODE_OPTIONS: PRELOADED });
      const screen = service.printed;

      process.kill(service.pid, signal);
      await until(() => service.printed.includes('"event":"uncaught"'), 'a line about it');
      const exitCode = await service.stop();
      const said = service.printed.slice(screen.length);
      await service.end();

      expect(exitCode).toBe(1);
      expect(said.trim().split('\n')).toHaveLength(1);
      expect(JSON.parse(said)).toMatchObject({
        level: 'fatal',
        context: 'Errors',
        event: 'uncaught',
        origin,
        stack: expect.stringMatching(/^Error: constraint failed\n {4}at /) as string,
      });
      expect(said).not.toContain('what a query was about');
    },
  );
});
