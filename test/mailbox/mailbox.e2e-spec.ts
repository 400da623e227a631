import { Database } from '#platform/database';
import { Outbox } from '#platform/mail';
import { seen } from '../support/page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const LINK = 'http://localhost:0/account/verify-email?token=';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});

afterEach(() => app.close());

async function signUp(email: string) {
  await app.send('POST', '/api/v3/auth/signup', { json: { email, password: 'correct horse battery' } });
}

describe('GET /dev/mailbox/messages', () => {
  it('lists what would have been sent, newest first', async () => {
    expect(await app.send('GET', '/dev/mailbox/messages')).toMatchObject({ status: 200, body: [] });
    await signUp('ada@example.com');
    app.clock.advance(5);
    await signUp('bea@example.com');
    const { status, headers, body } = await app.send('GET', '/dev/mailbox/messages');
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'application/json; charset=utf-8' });
    expect(body).toEqual([mailTo('bea@example.com', '05'), mailTo('ada@example.com', '00')]);
  });

  it('lets no other site read it', async () => {
    const { headers } = await app.send('GET', '/dev/mailbox/messages', { headers: { origin: 'https://evil.example' } });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers['cache-control']).toBe('no-store');
  });

  function mailTo(to: string, second: string) {
    const link = expect.stringMatching(/^http:\/\/localhost:0\/account\/verify-email\?token=[\w-]{43}$/);
    return {
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      to,
      subject: 'Confirm your e-mail address',
      text: expect.stringContaining(LINK),
      html: expect.stringContaining(`<a href="${LINK}`),
      links: [link],
      createdAt: `2030-01-01T12:00:${second}.000Z`,
    };
  }
});

describe('GET /dev/mailbox', () => {
  it('says so when nothing has been sent', async () => {
    expect(seen(await app.send<string>('GET', '/dev/mailbox'))).toEqual({
      status: 200,
      title: 'Developer mailbox',
      text: 'No mail server is configured, so mails end here, newest first. The same as JSON: /dev/mailbox/messages Nothing has been sent yet.',
    });
  });

  it('shows the mails, newest first, their links to be pressed', async () => {
    await signUp('ada@example.com');
    app.clock.advance(5);
    await signUp('bea@example.com');
    const [bea, ada] = (await app.send<{ links: string[] }[]>('GET', '/dev/mailbox/messages')).body.map(
      ({ links }) => links[0],
    );
    const reply = await app.send<string>('GET', '/dev/mailbox');
    const mail = (to: string, time: string, link = '') =>
      `Confirm your e-mail address To ${to}, 2030-01-01 ${time} UTC Please confirm that this is your e-mail address: ${link} If you did not ask for this, you need not do anything.`;
    expect(seen(reply)).toEqual({
      status: 200,
      title: 'Developer mailbox',
      text: `No mail server is configured, so mails end here, newest first. The same as JSON: /dev/mailbox/messages ${mail('bea@example.com', '12:00:05', bea)} ${mail('ada@example.com', '12:00:00', ada)}`,
    });
    expect(reply.body).toContain(`<a href="${String(ada)}">${String(ada)}</a>`);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /),
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it('takes no markup from a mail', async () => {
    const hostile = `<img src=x onerror=alert(1)>"'&`;
    await app.nest.get(Database).transaction(() =>
      app.nest.get(Outbox).enqueue({
        to: `${hostile}@example.com`,
        subject: hostile,
        text: `${hostile} https://e.example/?a=1&b="2"`,
        html: hostile,
        links: ['https://e.example/?a=1&b="2"'],
      }),
    );
    const reply = await app.send<string>('GET', '/dev/mailbox');
    expect(reply.body).not.toContain('<img');
    expect(reply.body).toContain('<a href="https://e.example/?a=1&#38;b=&#34;2&#34;">');
    expect(seen(reply).text).toMatch(
      `${hostile} To ${hostile}@example.com, 2030-01-01 12:00:00 UTC ${hostile} https://`,
    );
  });
});

describe.each([
  [
    'in production',
    {
      NODE_ENV: 'production',
      MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      PUBLIC_URL: 'https://id.example.com',
      SMTP_URL: 'smtp://127.0.0.1:9',
      BCRYPT_COST: '10',
    },
  ],
  ['with a mail server', { SMTP_URL: 'smtp://127.0.0.1:9' }],
])('%s', (_, environment) => {
  let closed: TestApp;

  beforeAll(async () => {
    closed = await startTestApp(environment);
  });

  afterAll(() => closed.close());

  it.each([
    ['GET', '/dev/mailbox'],
    ['GET', '/dev/mailbox/'],
    ['GET', '/dev/mailbox/messages'],
    ['HEAD', '/dev/mailbox'],
    ['POST', '/dev/mailbox'],
  ])('%s %s is an address like any that there is not', async (method, path) => {
    const unknown = await closed.send(method, '/dev/nowhere');
    const reply = await closed.send(method, path);
    expect({ status: reply.status, body: reply.body }).toEqual({ status: 404, body: unknown.body });
    expect(Object.keys(reply.headers)).toEqual(Object.keys(unknown.headers));
  });
});
