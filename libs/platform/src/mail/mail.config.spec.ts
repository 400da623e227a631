import { type Environment, readConfiguration } from '#platform/config';
import { mailSection } from './mail.config.js';

function read(environment: Environment): unknown {
  return readConfiguration([mailSection], environment).get(mailSection.token);
}

describe('the configuration of mail', () => {
  it('keeps mail in the developer mailbox by default', () => {
    const from = 'Rosetta <no-reply@localhost>';
    expect(read({})).toEqual({ smtpUrl: undefined, from, retentionSeconds: 2_592_000, mailboxEnabled: true });
  });

  it('sends mail where a server is named', () => {
    const named = { SMTP_URL: 'smtps://user:pass@mail.example.com/', MAIL_FROM: 'no-reply@example.com' };
    const expected = {
      smtpUrl: 'smtps://user:pass@mail.example.com',
      from: 'no-reply@example.com',
      retentionSeconds: 2_592_000,
    };
    expect(read(named)).toEqual({ ...expected, mailboxEnabled: false });
    expect(read({ ...named, NODE_ENV: 'production' })).toEqual({ ...expected, mailboxEnabled: false });
  });

  it('tells every fault by name', () => {
    const production = { NODE_ENV: 'production', MAIL_FROM: 'a@example.com, b@example.com' };
    expect(() => read(production)).toThrow(/MAIL_FROM: expected one sender[^]*SMTP_URL: required in production/);
    expect(() => read({ SMTP_URL: 'https://mail.example.com' })).toThrow(/SMTP_URL: expected an absolute URL/);
  });
});
