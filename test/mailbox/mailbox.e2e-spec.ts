import { Database } from '#platform/database';
import { Outbox } from '#platform/mail';
import { freshEmail } from '../support/fresh.js';
import { seen } from '../support/page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const LINK = 'http://localhost:0/account/verify-email?token=';

interface Person {
  readonly email: string;
  readonly at: string;
}

/** A moment as the page has it. */
const written = (at: string) => at.replace('T', ' ').replace('.000Z', ' UTC');

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  const database = app.nest.get(Database);
  await database.transaction(() => database.manager.query('DELETE FROM outbox_messages'));
});

afterAll(() => app.close());

/** Two people who are new, and when each was sent a mail. */
async function signUpTwo() {
  const people = [];
  for (const email of [freshEmail('ada'), freshEmail('bea')]) {
    app.clock.advance(5);
    await app.send('POST', '/api/v3/auth/signup', { json: { email, password: 'correct horse battery' } });
    people.push({ email, at: app.clock.now().toISOString() });
  }
  return people as [Person, Person];
}

describe('GET /dev/mailbox/messages', () => {
  it('lists what would have been sent, newest first', async () => {
    expect(await app.send('GET', '/dev/mailbox/messages')).toMatchObject({ status: 200, body: [] });
    const [ada, bea] = await signUpTwo();
    const { status, headers, body } = await app.send('GET', '/dev/mailbox/messages');
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'application/json; charset=utf-8' });
    expect(body).toEqual([mailTo(bea), mailTo(ada)]);
  });

  it('lets no other site read it', async () => {
    const { headers } = await app.send('GET', '/dev/mailbox/messages', { headers: { origin: 'https://evil.example' } });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers['cache-control']).toBe('no-store');
  });

  function mailTo({ email, at }: Person) {
    const link = expect.stringMatching(/^http:\/\/localhost:0\/account\/verify-email\?token=[\w-]{43}$/);
    return {
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      to: email,
      subject: 'Confirm your e-mail address',
      text: expect.stringContaining(LINK),
      html: expect.stringContaining(`<a href="${LINK}`),
      links: [link],
      createdAt: at,
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
    const [ada, bea] = await signUpTwo();
    const [newer = '', older = ''] = (await app.send<{ links: string[] }[]>('GET', '/dev/mailbox/messages')).body.map(
      ({ links }) => links[0],
    );
    const reply = await app.send<string>('GET', '/dev/mailbox');
    const mail = ({ email, at }: Person, link: string) =>
      `Confirm your e-mail address To ${email}, ${written(at)} Please confirm that this is your e-mail address: ${link} If you did not ask for this, you need not do anything.`;
    expect(seen(reply)).toEqual({
      status: 200,
      title: 'Developer mailbox',
      text: `No mail server is configured, so mails end here, newest first. The same as JSON: /dev/mailbox/messages ${mail(bea, newer)} ${mail(ada, older)}`,
    });
    expect(reply.body).toContain(`<a href="${older}">${older}</a>`);
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
      `${hostile} To ${hostile}@example.com, ${written(app.clock.now().toISOString())} ${hostile} https://`,
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
