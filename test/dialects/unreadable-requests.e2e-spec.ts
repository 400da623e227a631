import { once } from 'node:events';
import { connect } from 'node:net';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** What each dialect's envelope says of a request that never became one. */
const ENVELOPES: readonly (readonly [string, (status: number, message: string) => object])[] = [
  ['/auth/register', (_, message) => ({ message })],
  ['/api/v1/auth/login', (status, message) => ({ status, message })],
  ['/dev/public-api/api/auth/sign-in', (_, detail) => ({ detail })],
  [
    '/api/v3/auth/login',
    (status, error) => ({
      success: false,
      errno: -status,
      error,
      details: { code: 'BAD_REQUEST', request_id: expect.any(String) as string },
      data: null,
    }),
  ],
  ['/api/auth/login', (code, message) => ({ message, debug: '', code })],
];

describe('bytes that are no request', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  /** Everything the service writes back until it closes the connection. */
  async function exchange(bytes: string): Promise<{ head: string; body: unknown }> {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(bytes);
    await once(socket, 'close');
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    return { head, body: JSON.parse(body) };
  }

  it.each(ENVELOPES)('to %s with headers beyond all bounds: 431 in its envelope', async (path, envelope) => {
    const { head, body } = await exchange(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nfiller: ${'f'.repeat(40 * 1024)}\r\n\r\n`,
    );

    expect(head).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    expect(body).toEqual(envelope(431, 'The request headers are too large'));
  });

  it.each(ENVELOPES)('to %s with a header that is none: 400 in its envelope', async (path, envelope) => {
    const { head, body } = await exchange(`POST ${path} HTTP/1.1\r\nhost: x\r\nbad header\u0000: 1\r\n\r\n`);

    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(body).toEqual(envelope(400, 'The request cannot be read'));
  });

  it.each(ENVELOPES)('to an address below %s that does not decode: 400 in its envelope', async (path, envelope) => {
    const { head, body } = await exchange(`POST ${path}/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);

    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(body).toEqual(envelope(400, 'The request cannot be read'));
  });

  it.each(ENVELOPES)('to %s with an expectation that nobody can meet: 417 in its envelope', async (path, envelope) => {
    const { status, body } = await app.send('POST', path, { headers: { expect: 'miracles' } });

    expect(status).toBe(417);
    expect(body).toEqual(envelope(417, 'The expectation of the request cannot be met'));
  });

  it('outside of all dialects: problem details', async () => {
    const { head, body } = await exchange('garbage\r\n\r\n');

    expect(head).toMatch(/content-type: application\/problem\+json/);
    expect(body).toEqual({
      type: 'about:blank',
      status: 400,
      title: 'The request cannot be read',
      code: 'bad_request',
    });
  });
});
