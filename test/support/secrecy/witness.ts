import type { OutgoingHttpHeaders } from 'node:http';
import type { Reply } from '../exchange.js';
import { handedOutBy } from './handed-out.js';
import { PIECE, SecretIndex } from './secret-index.js';
import { isName, isPassword, isSecret, saidBy } from './sent-secrets.js';

/** A request together with what was answered to it. */
export interface Witnessed {
  readonly method: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  readonly reply: Reply;
}

interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
}

/** Documents have as examples the passwords that tests take from them, and the mailbox shows links to be pressed. */
const SHOWS_SECRETS = /^\/(?:openapi|docs)\b|^\/dev\/mailbox$/;
const MAILS = '/dev/mailbox/messages';

/** Made of what tokens are made of, by chance, and no id. */
const LOOKS_RANDOM = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[\w.~+/=-]{24,}$/;

/** These differ from one answer to the next and tell nothing. */
const PASSING_HEADERS = ['date', 'x-request-id', 'content-length', 'keep-alive', 'ratelimit', 'retry-after'];

const MADE_KEY = /rsk_[\w-]{59}/g;

/** A page shows the token of its own link in its form; that of an invitation also as what a sign-up takes. */
const OWN_TOKEN_OF_PAGE = /name="token" value="[^"]*"|<code>[\w-]{43}<\/code>/g;

const ID = /^[\da-f-]{36}$/;

/** Secrets were found where nobody may read them. */
export class SecretsLeaked extends Error {
  constructor(leaks: readonly string[]) {
    super(`Secrets left the service:\n${leaks.map((leak) => `  ${leak}`).join('\n')}`);
    this.name = SecretsLeaked.name;
  }
}

/**
 * Hears everything that is sent to the services of a test file and everything that they say: in answers, log lines,
 * traces and mails. At the end of each service all of that is searched for every password and token that was used.
 */
class Witness {
  private readonly passwords = new Map<string, string>();
  private readonly tokens = new Map<string, string>();
  private looksAway = false;
  private readonly names = new Set<string>();
  /** By text, so that what is said again and again is kept once: where it was said first. */
  private readonly heard = new Map<string, string>();

  /** For whoever sends by chance: a secret then stands in places that are shown to everybody as they were sent. */
  lookAway(): void {
    this.looksAway = true;
  }

  exchanged({ method, path, headers, body, reply }: Witnessed): void {
    const place = `${method} ${path.split('?')[0] ?? ''}`;
    if (this.looksAway) return;
    for (const said of saidBy({ path, ...(headers && { headers }), ...(body !== undefined && { body }) })) {
      const [name, value] = said;
      if (isName(said)) this.names.add(value);
      if (isPassword(said)) this.passwords.set(value, `${name} sent to ${place}`);
      else if (isSecret(said) && LOOKS_RANDOM.test(value)) this.keep(value, `${name} sent to ${place}`);
    }
    if (path === MAILS) this.mailed(reply);
    else if (!SHOWS_SECRETS.test(path)) this.answered(place, reply, handedOutBy(method, path, reply.status));
  }

  /**
   * What is fed to a command is a password, and a key that it makes is printed once.
   *
   * @throws SecretsLeaked
   */
  commanded({ command, input, printed }: { command: string; input: string; printed: string }): void {
    if (input.trim() !== '') this.passwords.set(input.trim(), `standard input of ${command}`);
    for (const [key] of printed.matchAll(MADE_KEY)) this.keep(key, `key made by ${command}`);
    this.hear(`what ${command} printed`, command.startsWith('apikey create') ? printed.replace(MADE_KEY, '') : printed);
    this.mustHaveHeardNoSecret();
  }

  /** A line of a log, a trace, what a command printed. */
  hear(place: string, text: string): void {
    if (text !== '') this.heard.set(text, place);
  }

  /** Something that was handed out otherwise than in an answer. */
  keep(token: string, name: string): void {
    if (!this.tokens.has(token)) this.tokens.set(token, name);
  }

  /**
   * Forgets what was said, and not what is secret.
   *
   * @throws SecretsLeaked
   */
  mustHaveHeardNoSecret(): void {
    const index = new SecretIndex();
    for (const [value, name] of this.tokens) index.addParts(name, value);
    for (const [value, name] of this.passwords) if (!this.isAName(value)) index.addWhole(name, value);
    const leaks = [...this.heard].flatMap(([text, place]) =>
      [...index.foundIn(text)].map((name) => `${name} in ${place}: ${text.slice(0, 400)}`),
    );
    this.heard.clear();
    if (leaks.length > 0) throw new SecretsLeaked(leaks.slice(0, 10));
  }

  private isAName(password: string): boolean {
    return password.length < PIECE || [...this.names].some((name) => name.includes(password));
  }

  private answered(place: string, { status, headers, body }: Reply, handedOut: readonly string[]): void {
    for (const [name, value] of Object.entries(headers)) {
      if (!PASSING_HEADERS.includes(name)) this.hear(`header ${name} of ${place} ${status}`, String(value));
    }
    const text =
      typeof body === 'string' ? body.replaceAll(OWN_TOKEN_OF_PAGE, '') : this.without(handedOut, body, place);
    this.hear(`${place} ${status}`, text);
  }

  private without(fields: readonly string[], body: unknown, place: string): string {
    return JSON.stringify(body, (name, value: unknown) => {
      if (typeof value !== 'string' || !fields.includes(name) || ID.test(value)) return value;
      this.keep(value, `${name} of ${place}`);
      return '';
    });
  }

  private mailed({ status, body }: Reply): void {
    if (status !== 200) return;
    for (const { subject, text, html, links } of body as readonly Mail[]) {
      const own = links.map((link) => new URL(link).searchParams.get('token') ?? '').filter((token) => token !== '');
      for (const token of own) this.keep(token, `token of the mail '${subject}'`);
      const rest = own.reduce((whole, token) => whole.replaceAll(token, ''), [subject, text, html].join('\n'));
      this.hear(`the mail '${subject}'`, rest);
    }
  }
}

/** The one of this test file. */
export const witness = new Witness();
