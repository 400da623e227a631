import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PASSWORD } from '../support/accounts.js';
import { refusesToTalk, ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

const PERSON = { email: 'ada@example.com', password: PASSWORD };
const ENTRY = join(import.meta.dirname, '../../dist/apps/identity/src/main.js');

interface Sending {
  readonly json?: object;
  readonly token?: string;
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** Over a connection of its own: the next connection is the next worker's. */
async function ask({ port }: ServiceProcess, line: string, { json, token }: Sending = {}): Promise<Answer> {
  const [method, path] = line.split(' ');
  const headers = {
    ...(json && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const outgoing = request({ host: 'localhost', port, method, path, headers, agent: false });
  outgoing.end(json && JSON.stringify(json));
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return { status: incoming.statusCode, body: Buffer.concat(chunks).toString() };
}

async function statuses(service: ServiceProcess, count: number, line: string, sending?: Sending) {
  const answers = [];
  for (let asked = 0; asked < count; asked++) answers.push((await ask(service, line, sending)).status);
  return answers;
}

interface LogLine {
  readonly pid: number;
  readonly worker?: number;
  readonly event?: string;
  readonly route?: string;
}

/** The lines of the log so far; the first screen is none of them. */
function logOf({ printed }: ServiceProcess): LogLine[] {
  const lines = printed.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
  return lines.map((line) => JSON.parse(line) as LogLine);
}

/** Which workers have answered requests for that route. */
function workersAt(service: ServiceProcess, route: string): Set<number | undefined> {
  return new Set(logOf(service).flatMap((line) => (line.route === route ? [line.worker] : [])));
}

function pidOf(service: ServiceProcess, worker: number): number {
  const line = logOf(service).find((candidate) => candidate.worker === worker);
  if (!line) throw new Error(`worker ${worker} has said nothing`);
  return line.pid;
}

async function signIn(service: ServiceProcess): Promise<string> {
  const { body } = await ask(service, 'POST /api/v3/auth/login', { json: PERSON });
  return (JSON.parse(body) as { data: { accessToken: string } }).data.accessToken;
}

describe('two workers of one service', () => {
  let service: ServiceProcess;

  beforeAll(async () => {
    service = await ServiceProcess.start({ WORKERS: '2', LOG_LEVEL: 'info', LIMIT_OVERRIDES: 'sign-in.address=10/1h' });
    await ask(service, 'POST /api/v3/auth/signup', { json: PERSON });
  });

  afterAll(() => service.end());

  it('say on the first screen that they are two', () => {
    expect(service.printed).toMatch(
      /^ {2}version \d+\.\d+\.\d+, (?:SQLite|PostgreSQL), 2 workers, lax limits, with mailbox, metrics$/m,
    );
  });

  it('both answer, and each says in the log which one it is', async () => {
    expect(await statuses(service, 4, 'GET /.well-known/jwks.json')).toEqual([200, 200, 200, 200]);
    await until(() => workersAt(service, '/.well-known/jwks.json').size === 2, 'both workers have answered');
    expect(workersAt(service, '/.well-known/jwks.json')).toEqual(new Set([1, 2]));
  });

  it('tell the numbers of both, whichever is asked', async () => {
    await statuses(service, 6, 'GET /openapi');
    const counted = /^rosetta_http_request_duration_seconds_count\{.*operation="GET \/openapi",status="200"\} 6$/m;

    for (const { body } of [await ask(service, 'GET /metrics'), await ask(service, 'GET /metrics')]) {
      expect(body).toMatch(counted);
      expect(body).toMatch(/^rosetta_workers 2$/m);
      expect(body).toMatch(/^rosetta_limits_shared 1$/m);
    }
  });

  it('refuse on both the session that was ended on one', async () => {
    const token = await signIn(service);
    expect(await statuses(service, 2, 'GET /api/v3/auth/user', { token })).toEqual([200, 200]);

    expect((await ask(service, 'POST /api/v3/auth/logout', { token })).status).toBe(200);

    expect(await statuses(service, 4, 'GET /api/v3/auth/user', { token })).toEqual([401, 401, 401, 401]);
  });

  it('grant an allowance once and not twice', async () => {
    const json = { ...PERSON, password: 'not the password' };
    const answers = await statuses(service, 14, 'POST /api/v3/auth/login', { json });

    // One of ten was spent by the sign-in above.
    expect(answers.map((status, place) => [place, status])).toEqual(
      answers.map((_, place) => [place, place < 9 ? 401 : 429]),
    );
  });

  it('replace one that is killed, while the other goes on answering', async () => {
    process.kill(pidOf(service, 1), 'SIGKILL');
    await until(() => logOf(service).some(({ event }) => event === 'worker_died'), 'the primary has seen it');

    expect(await statuses(service, 3, 'GET /health/ready')).toEqual([200, 200, 200]);

    const isReplaced = () => logOf(service).some(({ event }) => event === 'worker_replaced');
    await until(isReplaced, 'it is replaced');
    await statuses(service, 4, 'GET /docs');
    await until(() => workersAt(service, '/docs').size === 2, 'both workers have answered');
    expect(workersAt(service, '/docs')).toEqual(new Set([2, 3]));
  });
});

describe('workers that are told to stop', () => {
  it('all say that they are not ready', async () => {
    const service = await ServiceProcess.start({ WORKERS: '2', STOP_DELAY: '600', STOP_TIMEOUT: '3600' });
    const ended = service.stop();
    await until(async () => (await ask(service, 'GET /health/ready')).status === 503, 'one of them is not ready');

    expect(await statuses(service, 2, 'GET /health/ready')).toEqual([503, 503]);
    await service.kill();
    await ended;
    await service.end();
  });

  it('finish what they have accepted, and end with 0', async () => {
    const service = await ServiceProcess.start({ WORKERS: '2', STOP_DELAY: '1', STOP_TIMEOUT: '3600' });
    const body = JSON.stringify(PERSON);
    const socket = connect(service.port, 'localhost');
    await once(socket, 'connect');
    const head = 'POST /api/v3/auth/signup HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
    socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, -1)}`);
    await statuses(service, 2, 'GET /health/ready');
    const ended = service.stop();
    await until(() => refusesToTalk(service), 'they take nothing more');
    socket.write('}');
    const [answer] = (await once(socket, 'data')) as [Buffer];

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n/);
    expect(await ended).toBe(0);
    await service.end();
  });

  it('end with 1 when one of them does not finish by the deadline', async () => {
    const service = await ServiceProcess.start({ WORKERS: '2', STOP_TIMEOUT: '1' });
    const socket = connect(service.port, 'localhost');
    await once(socket, 'connect');
    socket.write('POST /api/v3/auth/signup HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n');
    await statuses(service, 2, 'GET /health/ready');

    expect(await service.stop()).toBe(1);
    socket.destroy();
    await service.end();
  });
});

describe('workers that cannot start', () => {
  it('end the primary with 1, which does not try for ever', async () => {
    // An address that no machine has (RFC 5737 §3).
    const environment = { WORKERS: '2', HOST: '192.0.2.1' };
    const service = await ServiceProcess.start(environment, { isLeftToLaunch: true });

    await expect(service.launch()).rejects.toThrow('ended with 1');
    expect(service.printed.match(/A worker ended before it listened/g)).toHaveLength(1);
    await service.end();
  });
});

describe('the command line', () => {
  it.each([
    [['--workers', '0'], 'WORKERS: expected a whole number from 1 to 64'],
    [['--workers'], "Option '--workers <value>' argument missing"],
    [['--wrokers', '2'], "Unknown option '--wrokers'"],
  ])('is read as strictly as the configuration: %j', (args, fault) => {
    const { status, stderr } = spawnSync(process.execPath, [ENTRY, ...args], { encoding: 'utf8' });

    expect(status).toBe(1);
    expect(stderr).toContain(fault);
  });
});
