import { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';
import { Asking } from './asking.js';
import { Crowd } from './crowd.js';
import { ENGINES, type Ground, say } from './engines.js';
import { halvesOfAccounts, integrityFaults } from './integrity.js';
import { Readiness } from './readiness.js';

const PEOPLE_AT_ONCE = 8;

const servers = ENGINES.filter(([name]) => name === 'PostgreSQL');

(servers.length > 0 ? describe.each(servers) : () => undefined)('a database on %s', (_, prepare) => {
  let ground: Ground;
  let service: ServiceProcess;
  let asking: Asking;
  let crowd: Crowd | undefined;

  beforeAll(async () => {
    ground = await prepare();
    service = await ServiceProcess.start({ TRUST_PROXY: '1', LOG_LEVEL: 'silent' }, { database: ground.database });
    asking = new Asking(service.url);
  });

  // A crowd that goes on would keep a run alive that has failed.
  afterEach(() => crowd?.end());

  afterAll(async () => {
    await service.stop();
    await ground.clear();
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'ended by %s under load is missed for as long as it is gone',
    async (signal) => {
      crowd = new Crowd(signal.toLowerCase(), PEOPLE_AT_ONCE, asking);
      const { people } = crowd;
      await until(() => people.length > PEOPLE_AT_ONCE * 2, 'people come and go', 60_000);

      const readiness = new Readiness(service.url);
      await until(() => readiness.isReady, 'the service is ready');
      const { unavailable } = asking;
      const goneAt = performance.now();
      await ground.cluster?.halt(signal);
      await until(() => asking.unavailable > unavailable, 'requests are answered 503', 30_000);
      await until(() => !readiness.isReady, 'the service is not ready', 30_000);
      await ground.cluster?.launch();
      const backAt = performance.now();
      const before = asking.acknowledged;
      await until(() => asking.acknowledged > before, 'service returns by itself', 60_000);
      const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(1);
      say(
        `${signal}: ${asking.unavailable - unavailable} requests answered 503; writing again ${seconds(goneAt)} s after`,
      );
      say(`${signal}: the end of the database, ${seconds(backAt)} s after it took connections again`);

      await until(() => readiness.isReady, 'the service is ready again by itself', 60_000);
      await readiness.end();
      const spells = readiness.spells.map((spell) => spell.toFixed(2)).join(' and ');
      say(`${signal}: not ready for ${spells} s; no database for ${((backAt - goneAt) / 1000).toFixed(2)} s`);

      await crowd.end();
      let found = 0;
      for (const person of people) found += (await person.settle()) ? 1 : 0;
      say(
        `${signal}: ${asking.acknowledged} writes acknowledged; ${found} of ${people.length} people have all of theirs`,
      );
      expect(found).toBe(people.length);
      expect(await halvesOfAccounts(ground.database)).toEqual([]);
      expect(await integrityFaults(ground.database)).toEqual([]);
    },
  );
});
