import type { Configuration } from '#platform/config';
import { type MailConfig, mailSection } from '#platform/mail';
import { DIALECT_LIST } from './dialects/index.js';
import type { Facts } from './facts.js';

/** The first screen: where everything is, and one line that works when pasted. */
export function welcome(port: string, configuration: Configuration, facts: Facts): string {
  const base = `http://localhost:${port}`;
  const { mailboxEnabled } = configuration.get(mailSection.token) as MailConfig;
  const dialects = DIALECT_LIST.map(({ name, basePath, territory }) => row(name, base + (basePath || territory)));
  const email = 'ada@example.com';
  return [
    '',
    '  Rosetta is listening: five auth APIs, one set of accounts.',
    `  ${told(facts)}`,
    '',
    ...dialects,
    '',
    row('try it', `${base}/docs`),
    ...(mailboxEnabled ? [row('mailbox', `${base}/dev/mailbox`)] : []),
    '',
    '  Sign somebody up:',
    '',
    `  curl -s ${base}/api/v3/auth/signup -H 'content-type: application/json' \\`,
    `    -d '{"email":"${email}","password":"correct horse battery staple"}'`,
    '',
    '',
  ].join('\n');
}

function told({ version, database, limits, on }: Facts): string {
  return `version ${version}, ${database}, ${limits} limits, with ${on.join(', ') || 'nothing else'}`;
}

function row(name: string, url: string): string {
  return `  ${name.padEnd(12)} ${url}`;
}
