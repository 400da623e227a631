import { Logger } from '@nestjs/common';
import type { Configuration } from '#platform/config';
import { type MailConfig, mailSection } from '#platform/mail';
import { type ServerConfig, serverSection } from '#platform/server';
import { DIALECT_LIST } from './dialects/index.js';
import { type Facts, factsOf } from './facts.js';

/** A person gets a first screen, whoever collects logs gets one line. */
export function tell(configuration: Configuration, port: number): void {
  const { isProduction } = configuration.get(serverSection.token) as ServerConfig;
  const facts = factsOf(configuration);
  new Logger('Rosetta').log({ event: 'started', port, ...facts });
  if (!isProduction) process.stdout.write(welcome(port, configuration, facts));
}

/** The first screen: where everything is, and one line that works when pasted. */
function welcome(port: number, configuration: Configuration, facts: Facts): string {
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

function told({ version, database, limits, workers, on }: Facts): string {
  const processes = workers === undefined ? '' : ` ${workers} workers,`;
  return `version ${version}, ${database},${processes} ${limits} limits, with ${on.join(', ') || 'nothing else'}`;
}

function row(name: string, url: string): string {
  return `  ${name.padEnd(12)} ${url}`;
}
