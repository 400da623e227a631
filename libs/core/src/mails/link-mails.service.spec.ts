import type { User } from '#core/users';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { type LinkMail, LinkMails, MailsModule } from './index.js';

let core: Core;
let ada: User;

async function start(environment: Record<string, string>): Promise<void> {
  core = await startCore([MailsModule], { environment });
  ada = await core.addUser('ada@example.com');
}

const mailTo = (to: string): LinkMail => ({
  userId: ada.id,
  to,
  purpose: 'verify_email',
  ttlSeconds: 60,
  page: 'verifyEmail',
  subject: 'A <subject>',
  lead: 'Is it "you" & yours?',
  label: '<Yes>',
  otherwise: "Don't",
});

afterEach(() => core.close());

describe('a mail with a link', () => {
  it('says the same as plain text and as HTML, where nothing is taken for markup', async () => {
    await start({ PUBLIC_URL: 'https://id.example.com/base/' });
    await core.get(LinkMails).send(mailTo('ada@example.com'));
    const [mail] = await core.mails();
    const link = mail?.links[0] ?? '';
    expect(link).toMatch(/^https:\/\/id\.example\.com\/base\/account\/verify-email\?token=[\w-]{43}$/);
    expect(mail).toMatchObject({
      to: 'ada@example.com',
      subject: 'A <subject>',
      text: `Is it "you" & yours?\n\n${link}\n\nDon't\n`,
      html: `<!doctype html>\n<p>Is it &#34;you&#34; &#38; yours?</p>\n<p><a href="${link}">&#60;Yes&#62;</a></p>\n<p>Don&#39;t</p>\n`,
      links: [link],
    });
  });

  it('leads to this machine where no public address is configured', async () => {
    await start({ PORT: '4000' });
    await core.get(LinkMails).send({ ...mailTo('ada@example.com'), page: 'resetPassword' });
    const [mail] = await core.mails();
    expect(mail?.links[0]).toMatch(/^http:\/\/localhost:4000\/account\/reset-password\?token=/);
  });

  it('is sent and its token made in one step, or neither', async () => {
    await start({});
    const undone = core.database.transaction(async () => {
      await core.get(LinkMails).send(mailTo('ada@example.com'));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await core.mails()).toEqual([]);
    expect(await core.rows('SELECT * FROM one_time_tokens')).toEqual([]);
  });
});
