import { TinySmtpServer } from '../../../../test/support/tiny-smtp-server.js';
import { SmtpTransport } from './smtp-transport.js';

const MAIL = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  to: 'ada@example.com',
  subject: 'Confirm your address',
  text: 'Open https://id.example/verify?token=s3cret',
  html: '<p>Open</p>',
  links: ['https://id.example/verify?token=s3cret'],
};

let server: TinySmtpServer;

async function transportTo(replies?: Record<string, string>): Promise<SmtpTransport> {
  server = new TinySmtpServer(replies);
  const from = 'Rosetta <no-reply@id.example>';
  return new SmtpTransport({
    smtpUrl: await server.listen(),
    from,
    retentionSeconds: 2_592_000,
    mailboxEnabled: false,
  });
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
