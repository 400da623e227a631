import { AuditService, type RecordedEvent } from '#core/audit';
import { findAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { TinySmtpServer } from '../support/tiny-smtp-server.js';

const EMAIL = 'ada@example.com';

describe('a mail that the service has sent by a real mail server', () => {
  let app: TestApp;
  let server: TinySmtpServer;

  const start = async (replies?: Record<string, string>) => {
    server = new TinySmtpServer(replies);
    app = await startTestApp({ SMTP_URL: await server.listen() });
    const json = { email: EMAIL, password: 'correct horse battery staple' };
    return app.send('POST', '/api/v3/auth/signup', { json });
  };

  afterEach(async () => {
    await app.close();
    server.close();
  });

  const events = async () => (await app.nest.get(AuditService).find({ limit: 500 })).events;

  /** Sending goes on behind the answer. */
  const settled = async (): Promise<RecordedEvent | undefined> => {
    for (let look = 0; look < 600; look++) {
      const found = (await events()).find(({ kind }) => kind === 'mail.sent' || kind === 'mail.failed');
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return undefined;
  };

  it.each([
    ['mail.sent', 'is taken', {}],
    ['mail.failed', 'is refused for good', { RCPT: '550 no such mailbox' }],
  ])('is on record as %s where it %s', async (kind, _, replies) => {
    const reply = await start(replies);
    const outcome = await settled();
    const ada = await findAccount(app, EMAIL);
    const queued = (await events()).find((event) => event.kind === 'mail.queued');
    expect(queued).toMatchObject({
      accountId: ada?.id,
      origin: 'cadenza',
      requestId: reply.headers['x-request-id'],
      details: { mailId: expect.any(String), purpose: 'verify_email' },
    });
    expect(outcome).toEqual({
      id: expect.any(String),
      sequence: expect.any(Number),
      kind,
      at: app.clock.now(),
      actor: 'system',
      accountId: ada?.id,
      sessionId: null,
      organizationId: null,
      origin: null,
      address: null,
      requestId: null,
      details: queued?.details,
    });
    expect(server.lines.some((line) => line.includes(EMAIL))).toBe(true);
    const token = tokenIn(server.lines);
    expect(token !== undefined).toBe(kind === 'mail.sent');
    const recorded = JSON.stringify(await events());
    for (const secret of [EMAIL, token ?? EMAIL]) expect(recorded).not.toContain(secret);
  });
});

/** The token of the link in a mail as it went over the wire. */
function tokenIn(lines: readonly string[]): string | undefined {
  const text = lines.join('\n').replaceAll('=\n', '').replaceAll('=3D', '=');
  return /token=([\w-]{43})/.exec(text)?.[1];
}
