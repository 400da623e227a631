import { type Finding, note, those, unsafe } from './finding.js';
import type { Settings } from './settings.js';

const LOCAL = /^(localhost|127(?:\.\d+){3}|\[?::1\]?|)$/;
const ANYWHERE = /^(0\.0\.0\.0|::)\/0$/;

/** What goes over wires, and who is believed about where it came from. */
export function networkChecks(settings: Settings): Finding[] {
  return [...publicUrl(settings), ...proxies(settings), ...database(settings), ...mail(settings)];
}

function publicUrl({ server, links, mail: { mailboxEnabled } }: Settings): Finding[] {
  const { protocol, hostname } = new URL(links.publicUrl);
  const isLocal = LOCAL.test(hostname);
  return those(
    [
      !isLocal && protocol === 'http:',
      unsafe(
        'public_url_http',
        'PUBLIC_URL starts with http://: passwords and tokens travel for everybody on the way to read.',
        'Put a proxy with TLS in front of the service and give PUBLIC_URL with https://.',
      ),
    ],
    [
      isLocal && server.isProduction,
      unsafe(
        'public_url_local',
        'PUBLIC_URL leads to this machine alone: no link in a mail works for anybody else.',
        'Give PUBLIC_URL the address that people reach the service at.',
      ),
    ],
    [
      mailboxEnabled && !(isLocal && LOCAL.test(server.host)),
      unsafe(
        'mailbox_open',
        'The developer mailbox shows everybody’s mails to whoever reaches the service, and that is not this machine alone.',
        'Set NODE_ENV=production, or give SMTP_URL, or leave HOST and PUBLIC_URL empty.',
      ),
    ],
  );
}

function proxies({ server, links }: Settings): Finding[] {
  const trusted = Array.isArray(server.trustProxy) ? server.trustProxy : [];
  return those(
    [
      server.trustProxy === false && links.publicUrl.startsWith('https:'),
      unsafe(
        'trust_proxy_unset',
        'PUBLIC_URL is https, so that a proxy stands in front, but TRUST_PROXY is empty: all people share its address, and its limits.',
        'Set TRUST_PROXY to the number of proxies in front, or to their addresses.',
      ),
    ],
    [
      trusted.some((network) => ANYWHERE.test(network)),
      unsafe(
        'trust_proxy_anybody',
        'TRUST_PROXY believes everybody: anybody may name any address, and so escape the limits.',
        'Name the addresses of your proxies alone.',
      ),
    ],
  );
}

function database({ server, database: { postgresUrl, tls } }: Settings): Finding[] {
  if (postgresUrl === undefined || LOCAL.test(new URL(postgresUrl).hostname)) return [];
  const grade = server.isProduction ? unsafe : note;
  return those(
    [
      tls === 'disable',
      grade(
        'database_without_tls',
        'DATABASE_URL reaches another machine without TLS: whoever is on the way reads and changes everything.',
        'Add ?sslmode=verify-full to DATABASE_URL, and DATABASE_CA_FILE where its authority is your own.',
      ),
    ],
    [
      tls === 'require',
      note(
        'database_unverified',
        'DATABASE_URL encrypts, but to whoever answers: nobody asks whether it is the right server.',
        'Use sslmode=verify-full, and DATABASE_CA_FILE where its authority is your own.',
      ),
    ],
  );
}

function mail({ server, mail: { smtpUrl, from } }: Settings): Finding[] {
  if (smtpUrl === undefined) return [];
  const { protocol, hostname, searchParams } = new URL(smtpUrl);
  const isPlain = protocol === 'smtp:' && searchParams.get('requireTLS') !== 'true' && !LOCAL.test(hostname);
  const grade = server.isProduction ? unsafe : note;
  return those(
    [
      isPlain,
      grade(
        'smtp_without_tls',
        'SMTP_URL does not insist on TLS: links that set passwords may travel for everybody to read.',
        'Use smtps://, or add ?requireTLS=true.',
      ),
    ],
    [
      server.isProduction && /@localhost>?$/.test(from),
      unsafe(
        'mail_from_local',
        'MAIL_FROM is an address at localhost, which mail servers refuse.',
        'Set MAIL_FROM to an address of your own domain.',
      ),
    ],
  );
}
