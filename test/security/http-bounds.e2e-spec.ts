import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../support/until.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ HEADERS_TIMEOUT: '1s', REQUEST_TIMEOUT: '2s', KEEP_ALIVE_TIMEOUT: '1s' });
});

afterAll(() => app.close());

async function open(on = app): Promise<Socket> {
  const { hostname, port } = new URL(on.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Everything that comes until the other side closes the connection. */
async function heard(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  if (!socket.closed) await once(socket, 'close');
  return text;
}

const GET = 'GET /dev/public-api/api/auth/info HTTP/1.1\r\nHost: localhost\r\n';

/** Which API the request was for cannot be told any more, so it is answered as problem details. */
const TOO_LATE = new RegExp(
  [
    '^HTTP/1\\.1 408 Request Timeout\r\n',
    'content-type: application/problem\\+json\r\n',
    'x-content-type-options: nosniff\r\n[^]*',
    '"title":"The request did not arrive in time","code":"bad_request"\\}$',
  ].join(''),
);

describe('a client that takes its time', () => {
  it('with the headers is told so, and hung up on', async () => {
    const socket = await open();
    socket.write(GET);
    expect(await heard(socket)).toMatch(TOO_LATE);
  });

  it('with the body is told so, and hung up on', async () => {
    const socket = await open();
    socket.write('POST /dev/public-api/api/auth/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n');
    socket.write('Content-Type: application/json\r\n\r\n{"email"');
    expect(await heard(socket)).toMatch(TOO_LATE);
  });

  it('with the next request is hung up on without a word', async () => {
    const socket = await open();
    socket.write(`${GET}\r\n`);
    const text = await heard(socket);
    expect(text).toMatch(/^HTTP\/1\.1 401 /);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe('a client with very many headers', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, place) => `x-${place}: 1\r\n`).join('');

  it.each([
    [100, 401, 'Not authenticated'],
    [101, 431, 'The request headers are too large'],
    [1500, 431, 'The request headers are too large'],
    [2500, 431, 'The request headers are too large'],
  ])('is heard up to a hundred: %d', async (count, status, detail) => {
    const socket = await open();
    // Host and Connection are two of them.
    socket.write(`${GET}Connection: close\r\n${lines(count - 2)}\r\n`);
    const text = await heard(socket);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text).toContain(`{"detail":"${detail}"}`);
  });
});

describe('more connections than are held at once', () => {
  const connectionsTo = ({ nest }: TestApp) =>
    promisify((nest.getHttpServer() as Server).getConnections.bind(nest.getHttpServer()))();

  const served = async (socket: Socket) => {
    socket.write(`${GET}Connection: close\r\n\r\n`);
    return heard(socket);
  };

  it('are closed at once, and there is room again when one goes', async () => {
    const small = await startTestApp({ MAX_CONNECTIONS: '2' });
    const [one, other] = [await open(small), await open(small)];
    expect(await served(await open(small))).toBe('');
    expect(await served(one)).toMatch(/^HTTP\/1\.1 401 /);
    // The server learns a moment later than we do that the connection is closed.
    let next = '';
    while (next === '') next = await served(await open(small));
    expect(next).toMatch(/^HTTP\/1\.1 401 /);
    other.destroy();
    await until(async () => (await connectionsTo(small)) === 0, 'the server has seen all of them go');
    await small.close();
  });
});
