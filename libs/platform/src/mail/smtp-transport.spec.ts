import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { SmtpTransport } from './smtp-transport.js';

const MAIL = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  to: 'ada@example.com',
  subject: 'Confirm your address',
  text: 'Open https://id.example/verify?token=s3cret',
  html: '<p>Open</p>',
  links: ['https://id.example/verify?token=s3cret'],
};

/** A mail server of the smallest kind. It answers each command with 250, or as `replies` say by its first word. */
class TinySmtpServer {
  readonly lines: string[] = [];
  private readonly server: Server;

  constructor(private readonly replies: Record<string, string> = {}) {
    this.server = createServer((socket) => void this.talk(socket));
  }

  async listen(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }

  private async talk(socket: Socket): Promise<void> {
    const answers: Record<string, string> = { DATA: '354 go on', '.': '250 taken', ...this.replies };
    let isContent = false;
    socket.write('220 tiny\r\n');
    for await (const line of createInterface({ input: socket })) {
      this.lines.push(line);
      if (isContent && line !== '.') continue;
      const answer = answers[line.split(' ')[0] ?? ''] ?? '250 ok';
      isContent = answer.startsWith('354');
      socket.write(`${answer}\r\n`);
    }
  }
}

let server: TinySmtpServer;

async function transportTo(replies?: Record<string, string>): Promise<SmtpTransport> {
  server = new TinySmtpServer(replies);
  const from = 'Rosetta <no-reply@id.example>';
  return new SmtpTransport({ smtpUrl: await server.listen(), from, mailboxEnabled: false });
}

afterEach(() => server.close());

describe('SmtpTransport', () => {
  it('hands the mail to the server, under a Message-ID made of its id', async () => {
    const transport = await transportTo();
    await transport.send(MAIL);
    expect(server.lines).toEqual(
      expect.arrayContaining([
        'MAIL FROM:<no-reply@id.example>',
        'RCPT TO:<ada@example.com>',
        'From: Rosetta <no-reply@id.example>',
        'To: ada@example.com',
        'Subject: Confirm your address',
        `Message-ID: <${MAIL.id}@id.example>`,
        'Auto-Submitted: auto-generated',
        'Open https://id.example/verify?token=s3cret',
        '<p>Open</p>',
      ]),
    );
  });

  it('sends to one address only, whatever the address looks like', async () => {
    const transport = await transportTo();
    await transport.send({ ...MAIL, to: 'ada@example.com, mallory@example.com' }).catch(() => undefined);
    const recipients = server.lines.filter((line) => line.startsWith('RCPT TO'));
    expect(recipients).not.toContain('RCPT TO:<mallory@example.com>');
  });

  it.each<{ replies: Record<string, string>; isFinal: boolean; message: string }>([
    {
      replies: { RCPT: '550 no such person' },
      isFinal: true,
      message: 'EENVELOPE: the server answered 550 to RCPT TO',
    },
    { replies: { RCPT: '451 later' }, isFinal: false, message: 'EENVELOPE: the server answered 451 to RCPT TO' },
    { replies: { MAIL: '550 not you' }, isFinal: false, message: 'EENVELOPE: the server answered 550 to MAIL FROM' },
    {
      replies: { '.': '554 token=s3cret is bad' },
      isFinal: true,
      message: 'EMESSAGE: the server answered 554 to DATA',
    },
  ])('tells of $replies without the words of the server', async ({ replies, isFinal, message }) => {
    const transport = await transportTo(replies);
    await expect(transport.send(MAIL)).rejects.toMatchObject({ name: 'MailDeliveryError', isFinal, message });
  });

  it('fails, but not for good, where nobody listens', async () => {
    const transport = await transportTo();
    server.close();
    await expect(transport.send(MAIL)).rejects.toMatchObject({
      isFinal: false,
      message: expect.stringMatching(/^ESOCKET: connect ECONNREFUSED/),
    });
  });
});
