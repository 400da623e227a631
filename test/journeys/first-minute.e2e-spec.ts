import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { send } from '../support/http.js';
import { ServiceProcess } from '../support/service-process.js';

describe('the first minute', () => {
  let service: ServiceProcess;
  let screen: string;

  beforeAll(async () => {
    // Whatever database the other tests use: nobody begins with another than the embedded one.
    service = await ServiceProcess.start({ DATABASE_URL: '' });
    await service.stop();
    screen = await service.launch();
  });
  afterAll(() => service.end());

  it('shows the five base URLs, the documents and the mailbox', () => {
    const shown = [...screen.matchAll(/^ {2}(\w[\w ]*?) {2,}(http:\S+)$/gm)].map(([, name, url]) => [name, url]);

    expect(shown).toEqual([
      ['authservice', `${service.url}/auth`],
      ['kleister', `${service.url}/api/v1`],
      ['gravscale', `${service.url}/dev/public-api`],
      ['cadenza', `${service.url}/api/v3/auth`],
      ['nap', `${service.url}/api/auth`],
      ['try it', `${service.url}/docs`],
      ['mailbox', `${service.url}/dev/mailbox`],
    ]);
  });

  it('shows a line that works when pasted', async () => {
    const [, url, header, value, raw] = /curl -s (\S+) -H '([\w-]+): ([^']+)' \\\n +-d '(.*)'/.exec(screen) ?? [];

    const reply = await send('', 'POST', url ?? '', { headers: { [header ?? '']: value }, raw: raw ?? '' });

    expect(reply).toMatchObject({ status: 200, body: { success: true, errno: 0, error: null } });
  });

  it.each(['/docs', '/dev/mailbox', '/openapi/all.json', '/.well-known/jwks.json'])('serves %s', async (path) => {
    expect((await send(service.url, 'GET', path)).status).toBe(200);
  });

  it('keeps its key to itself', () => {
    const key = join(service.directory, 'master.key');

    expect(existsSync(join(service.directory, 'rosetta.db'))).toBe(true);
    expect(statSync(key).mode & 0o777).toBe(0o600);
  });

  it('stops when asked to, with exit code 0', async () => {
    expect(await service.stop()).toBe(0);
  });

  it('names every fault of its configuration at once, and does not start', async () => {
    const broken = { PORT: 'http', ACCESS_TOKEN_TTL: 'soon', NODE_ENV: 'production', SELF_REGISTRATION_ROLES: 'king' };

    await expect(ServiceProcess.start(broken)).rejects.toThrow(
      new RegExp(
        [
          'ended with 1',
          'PORT: expected a whole number from 0 to 65535',
          'MASTER_KEY: required in production',
          'SMTP_URL: required in production',
          'PUBLIC_URL: required in production',
          'ACCESS_TOKEN_TTL: expected a duration such as 90s, 15m, 12h or 30d',
          'SELF_REGISTRATION_ROLES: expected some of',
        ].join(String.raw`[\s\S]*`),
      ),
    );
  });

  it('says what to do when its port is taken', async () => {
    const first = await ServiceProcess.start();
    const second = ServiceProcess.start({ PORT: String(first.port) });

    await expect(second).rejects.toThrow(/ended with 1; printed: PORT: that port is taken by another process/);
    await first.end();
  });
});
