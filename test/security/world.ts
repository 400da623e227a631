import { Agent } from 'node:http';
import { InvitationsService, MembersService, type Organization } from '#core/organizations';
import { PasswordsService } from '#core/passwords';
import { emailIdentifier, type Role, type User, UsersService } from '#core/users';
import type { Reply, Sending } from '../support/http.js';
import { foundOrganization } from '../support/organizations.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** What programs send that are known to whoever configures the service. */
export const API_KEY = 'a-key-that-is-told-at-the-start';

/** As long as every dialect lets one be chosen. */
export const PASSWORD = 'correct horse battery';

export interface PersonOrder {
  readonly role?: Role;
  readonly isVerified?: boolean;
  /** In how many of the two organizations. */
  readonly seats?: 0 | 1 | 2;
}

/** Somebody with an account, at a network address of their own. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly isVerified: boolean;
  readonly address: string;
}

export interface Asking extends Sending {
  readonly method: string;
  readonly path: string;
  /** From where; by default from an address that nobody else has. */
  readonly address?: string;
  /** In place of the API key that is good. */
  readonly apiKey?: string;
}

/** The whole service with many tenants and a key for programs, and people who are about it. */
export class World {
  private count = 0;
  /** As many connections as anything is tried at once. */
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  private constructor(
    readonly app: TestApp,
    readonly organizations: readonly [Organization, Organization],
  ) {}

  static async begin(environment: Readonly<Record<string, string>> = {}): Promise<World> {
    const app = await startTestApp({
      MULTI_TENANCY: 'true',
      NAP_API_KEYS: API_KEY,
      METRICS_TOKEN: API_KEY,
      TRUST_PROXY: '127.0.0.1',
      ...environment,
    });
    return new World(app, [await foundOrganization(app, 'acme'), await foundOrganization(app, 'other')]);
  }

  async end(): Promise<void> {
    this.agent.destroy();
    await this.app.close();
  }

  /** A number that nobody had before. */
  next(): number {
    return (this.count += 1);
  }

  newAddress(): string {
    const number = this.next();
    return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  }

  newEmail(): string {
    return `person-${this.next()}@example.com`;
  }

  /** Somebody new; with a verified address and one seat, unless told otherwise. */
  async person(order: PersonOrder = {}): Promise<Person> {
    const { role = 'user', isVerified = true, seats = 1 } = order;
    const email = this.newEmail();
    const passwordHash = await this.app.nest.get(PasswordsService).store(PASSWORD);
    const users = this.app.nest.get(UsersService);
    const user: User = await users.create({ identifiers: [emailIdentifier(email)], passwordHash, role });
    if (isVerified) await users.confirmEmail(user, email);
    for (const { id } of this.organizations.slice(0, seats)) {
      await this.app.nest.get(MembersService).add(id, user.id, 'member');
    }
    return { id: user.id, email, password: PASSWORD, isVerified, address: this.newAddress() };
  }

  /** Sends a request over HTTP, as from its address. */
  send<T = unknown>({ method, path, address, apiKey = API_KEY, ...sending }: Asking): Promise<Reply<T>> {
    const headers = {
      'X-Forwarded-For': address ?? this.newAddress(),
      ...(path.startsWith('/api/auth/') && { 'X-NAP-API-Key': apiKey }),
      ...(path === '/metrics' && { authorization: `Bearer ${apiKey}` }),
      ...sending.headers,
    };
    return this.app.send<T>(method, path, { agent: this.agent, ...sending, headers });
  }

  /** The same, where nothing but success will do. */
  async mustSend<T>(asking: Asking): Promise<T> {
    const { status, body } = await this.send<T>(asking);
    if (status < 200 || status > 299) throw new Error(`${asking.method} ${asking.path} was answered with ${status}`);
    return body;
  }

  /** The token in the newest mail to that address. */
  async mailedToken(email: string): Promise<string> {
    const [mail] = await this.app.mailTo(email);
    const token = new URL(mail?.links[0] ?? 'none:').searchParams.get('token');
    if (token === null) throw new Error(`no mail with a token to ${email}`);
    return token;
  }

  /** Invites into the first of the organizations; an earlier invitation of that address is replaced. */
  async invite(email: string): Promise<string> {
    const [{ id }] = this.organizations;
    await this.app.nest.get(InvitationsService).invite(id, { email: emailIdentifier(email), role: 'member' });
    return this.mailedToken(email);
  }
}
