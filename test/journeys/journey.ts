import { allClients } from '../support/clients/index.js';
import type { DialectClient, Person, Tokens } from '../support/dialect-client.js';
import { send } from '../support/http.js';
import { ServiceProcess } from '../support/service-process.js';
import type { MailboxMessage } from '../support/test-app.js';

export const NAMES = ['authservice', 'kleister', 'gravscale', 'cadenza', 'nap'] as const;

export type Name = (typeof NAMES)[number];

/** The started service with a client for each of its dialects, and the eyes to read its mailbox. */
export class Journey {
  private readonly clients: ReadonlyMap<string, DialectClient>;

  private constructor(readonly service: ServiceProcess) {
    this.clients = new Map(allClients(service.url).map((client) => [client.name, client]));
  }

  static async begin(environment: Readonly<Record<string, string>> = {}): Promise<Journey> {
    return new Journey(await ServiceProcess.start(environment));
  }

  /** @throws Error for a dialect that has no client */
  through(name: Name): DialectClient {
    const client = this.clients.get(name);
    if (!client) throw new Error(`no client for ${name}`);
    return client;
  }

  all(): DialectClient[] {
    return NAMES.map((name) => this.through(name));
  }

  /** What every dialect that can use an access token answers to this one. */
  async useEverywhere(tokens: Tokens): Promise<number[]> {
    const statuses: number[] = [];
    for (const client of this.all()) if (client.use) statuses.push(await client.use(tokens));
    return statuses;
  }

  /** Signs a new person up through cadenza and verifies their address by the page. */
  async welcome(name: string): Promise<Person> {
    const person = { email: `${name}@example.com`, password: 'correct horse battery' };
    const status = await this.through('cadenza').signUp?.(person);
    if (status !== 200) throw new Error(`sign-up answered ${String(status)}`);
    await this.verifyByPage(person.email);
    return person;
  }

  /** The newest mail to that address, as the developer mailbox shows it. */
  async newestMailTo(address: string): Promise<MailboxMessage> {
    const { body } = await send<MailboxMessage[]>(this.service.url, 'GET', '/dev/mailbox/messages');
    const mail = body.find(({ to }) => to === address);
    if (!mail) throw new Error(`no mail to ${address}`);
    return mail;
  }

  /** Path and query of the one link in the newest mail to that address. */
  async newestLinkTo(address: string): Promise<URL> {
    const { links } = await this.newestMailTo(address);
    const [link] = links;
    if (link === undefined || links.length !== 1) throw new Error('expected one link');
    return new URL(link);
  }

  async verifyByPage(address: string): Promise<void> {
    const link = await this.newestLinkTo(address);
    const status = await this.postForm(link.pathname, { token: link.searchParams.get('token') ?? '' });
    if (status !== 200) throw new Error(`the page answered ${status}`);
  }

  /** Asks for a new password through cadenza and sets it by the page that the mail leads to. */
  async recoverByPage({ email }: Person, password: string): Promise<void> {
    await send(this.service.url, 'POST', '/api/v3/auth/recover', { json: { email } });
    const link = await this.newestLinkTo(email);
    const token = link.searchParams.get('token') ?? '';
    const status = await this.postForm(link.pathname, { token, password, passwordAgain: password });
    if (status !== 200) throw new Error(`the page answered ${status}`);
  }

  end(): Promise<void> {
    return this.service.end();
  }

  private async postForm(path: string, fields: Record<string, string>): Promise<number> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const raw = new URLSearchParams(fields).toString();
    return (await send(this.service.url, 'POST', path, { headers, raw })).status;
  }
}
