import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PASSWORD } from '../support/accounts.js';
import { ENGINE } from '../support/databases.js';
import { send } from '../support/http.js';
import { refusesToTalk, ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://id.example.com',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  BCRYPT_COST: '10',
};

const OF_THE_RUN = ['time', 'pid', 'hostname'];

/** The lines of a log, but for what changes from run to run. */
function linesOf(log: string): unknown[] {
  return log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .map((line) => Object.fromEntries(Object.entries(line).filter(([name]) => !OF_THE_RUN.includes(name))));
}

/** A request of which the last byte is held back. */
async function heldRequest({ port }: ServiceProcess, body: string): Promise<Socket> {
  const socket = connect(port, 'localhost');
  await once(socket, 'connect');
  const head = `POST /api/v3/auth/signup HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n`;
  socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, -1)}`);
  return socket;
}

async function readyStatus({ url }: ServiceProcess): Promise<number> {
  return (await send(url, 'GET', '/health/ready')).status;
}

describe('starting', () => {
  it('says in one line what runs, on a person’s first screen', async () => {
    const service = await ServiceProcess.start();
    const screen = service.printed;
    await service.end();

    expect(screen).toMatch(
      new RegExp(`^ {2}version \\d+\\.\\d+\\.\\d+, ${ENGINE}, lax limits, with mailbox, metrics$`, 'm'),
    );
  });

  it('says so in production as one line of the log, and nothing else', async () => {
    const service = await ServiceProcess.start({ ...PRODUCTION, MULTI_TENANCY: 'true', METRICS_TOKEN: 'scrape' });
    const log = service.printed;
    await service.end();

    expect(linesOf(log).filter((line) => (line as { context?: string }).context === 'Rosetta')).toEqual([
      {
        level: 'info',
        context: 'Rosetta',
        event: 'started',
        port: service.port,
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
        database: ENGINE,
        limits: 'strict',
        on: ['smtp', 'multi-tenancy', 'metrics'],
      },
    ]);
  });
});

describe('stopping on SIGTERM', () => {
  it('turns away those who share out requests, and serves on until they have noticed', async () => {
    const service = await ServiceProcess.start({ STOP_DELAY: '600', STOP_TIMEOUT: '3600' });
    const before = await readyStatus(service);
    const ended = service.stop();
    await until(async () => (await readyStatus(service)) === 503, 'it is not ready any more');
    const served = await send(service.url, 'GET', '/.well-known/jwks.json');
    await service.kill();
    await ended;

    expect([before, served.status]).toEqual([200, 200]);
    await service.end();
  });

  it('finishes what it has accepted when it takes nothing more, and ends with 0', async () => {
    const service = await ServiceProcess.start({ STOP_DELAY: '1', STOP_TIMEOUT: '3600' });
    const socket = await heldRequest(service, JSON.stringify({ email: 'ada@example.com', password: PASSWORD }));
    await readyStatus(service);
    const ended = service.stop();
    await until(() => refusesToTalk(service), 'it takes nothing more');
    socket.write('}');
    const [answer] = (await once(socket, 'data')) as [Buffer];

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n/);
    expect(await ended).toBe(0);
    await service.end();
  });

  it('answers what it accepted before even when the answer takes longer than closing', async () => {
    const service = await ServiceProcess.start({ BCRYPT_COST: '12' });
    const signUp = send(service.url, 'POST', '/api/v3/auth/signup', {
      json: { email: 'ada@example.com', password: PASSWORD },
    });
    await readyStatus(service);
    const ended = service.stop();

    expect((await signUp).status).toBe(200);
    expect(await ended).toBe(0);
    await service.end();
  });

  it('gives up on what is not finished by the deadline, and ends with 1', async () => {
    const service = await ServiceProcess.start({ STOP_TIMEOUT: '1' });
    const socket = await heldRequest(service, JSON.stringify({ email: 'ada@example.com', password: PASSWORD }));
    await readyStatus(service);

    expect(await service.stop()).toBe(1);
    socket.destroy();
    await service.end();
  });
});
