import { exchange } from '../support/exchange.js';

/** Names of what the service would take at this moment; `<name>` in a request stands for it. */
export const KNOWN = [
  'email',
  'password',
  'access',
  'refresh',
  'wrapped',
  'clientId',
  'clientSecret',
  'userId',
  'sessionId',
  'flowId',
  'completionSecret',
  'organizationId',
  'memberId',
  'strangerId',
  'domainId',
  'invitationId',
  'invitation',
  'invitedEmail',
  'unverifiedEmail',
  'verification',
  'apiKeyId',
] as const;

/** What sound requests have beside that: names that nobody has yet, and a superadmin whom no request is about. */
const FRESH = ['newEmail', 'newName', 'newDomain', 'admin'] as const;

export type KnownName = (typeof KNOWN)[number] | (typeof FRESH)[number];

type Values = Readonly<Record<(typeof KNOWN)[number] | 'admin', string>>;

const PLACE = new RegExp(`<(${[...KNOWN, ...FRESH].join('|')})(?:~(\\d+))?>`, 'g');
const PASSWORD = 'six drowsy lanterns outside';
const ADMIN = 'superadmin@fuzz.example';

interface Member {
  readonly id: string;
  readonly email: string;
}

interface Mail {
  readonly to: string;
  readonly links: readonly string[];
}

/**
 * What a request needs to get past the first check, made anew from time to time: what is sent at random ends sessions,
 * changes passwords and closes accounts.
 */
export class KnownValues {
  private values: Values | undefined;
  private count = 0;

  constructor(
    readonly base: string,
    private readonly nextApiKey: () => Promise<string>,
  ) {}

  /** Opens a new account with the most that an account may, and makes everything that requests can be about. */
  async renew(): Promise<void> {
    if (!this.values) await this.register(ADMIN);
    const { accessToken: admin } = await this.signIn(ADMIN);
    const email = this.newEmail();
    const client = await this.register(email);
    const { accessToken, refreshToken, user } = await this.signIn(email);
    const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
    this.values = {
      email,
      password: PASSWORD,
      ...client,
      access: accessToken,
      refresh: refreshToken,
      wrapped: Buffer.from(accessToken).toString('base64url'),
      userId: user.id,
      sessionId: (JSON.parse(claims) as { sid: string }).sid,
      apiKeyId: await this.nextApiKey(),
      admin,
      ...(await this.organized(admin, user.id)),
      ...(await this.chosen(email)),
    };
  }

  /** The text with its places filled; `<name~7>` is the value with its eighth character changed. */
  fill(text: string): string {
    return text.replace(PLACE, (_, name: KnownName, place?: string) => {
      const value = this.valueOf(name);
      return place === undefined ? value : changedAt(value, Number(place));
    });
  }

  private valueOf(name: KnownName): string {
    if (!this.values) throw new Error('Nothing is known yet');
    if (name === 'newEmail') return this.newEmail();
    if (name === 'newName') return this.newName();
    return name === 'newDomain' ? `${this.newName()}.example` : this.values[name];
  }

  private newName(): string {
    return `fuzz-${String((this.count += 1))}`;
  }

  private newEmail(): string {
    return `${this.newName()}@example.com`;
  }

  private async register(username: string): Promise<{ clientId: string; clientSecret: string }> {
    const headers = { username, password: PASSWORD, role: 'superadmin' };
    const { clientId, clientSecret } = await this.ask<Record<'clientId' | 'clientSecret', string>>('/auth/register', {
      headers,
    });
    return { clientId, clientSecret };
  }

  private async signIn(email: string) {
    const { data } = await this.ask<{ data: { accessToken: string; refreshToken: string; user: { id: string } } }>(
      '/api/v3/auth/login',
      { json: { email, password: PASSWORD } },
    );
    return data;
  }

  /** Two organizations of that owner, and in the first of them everything that one may have. */
  private async organized(admin: string, ownerId: string) {
    const about = <T>(path: string, json?: object): Promise<T> =>
      this.ask<T>(`/admin/v1${path}`, { json, headers: { authorization: `Bearer ${admin}` } });
    await about(`/accounts/${ownerId}/verify-email`);
    const found = () => about<{ id: string }>('/organizations', { name: 'A', slug: this.newName(), ownerId });
    const [{ id: organizationId }] = [await found(), await found()];
    const within = `/organizations/${organizationId}`;
    const member = await about<Member>('/accounts', { email: this.newEmail(), password: PASSWORD });
    const stranger = await about<Member>('/accounts', { email: this.newEmail(), password: PASSWORD });
    await about(`${within}/members`, { accountId: member.id, role: 'member' });
    const domain = await about<{ id: string }>(`${within}/domains`, { name: `${this.newName()}.example` });
    const invitedEmail = this.newEmail();
    const invitation = await about<{ id: string }>(`${within}/invitations`, { email: invitedEmail });
    await this.ask('/api/auth/verify-email/send', { json: { email: member.email } });
    return {
      organizationId,
      memberId: member.id,
      strangerId: stranger.id,
      domainId: domain.id,
      invitationId: invitation.id,
      invitedEmail,
      invitation: await this.mailed(invitedEmail),
      unverifiedEmail: stranger.email,
      verification: await this.mailed(member.email),
    };
  }

  /** Who has two seats is asked which of them to take. */
  private async chosen(email: string): Promise<{ flowId: string; completionSecret: string }> {
    const { flowId, completionSecret } = await this.ask<{ flowId: string; completionSecret: string }>(
      '/api/auth/login',
      { json: { email, password: PASSWORD } },
    );
    return { flowId, completionSecret };
  }

  private async mailed(email: string): Promise<string> {
    const { body } = await exchange(`${this.base}/dev/mailbox/messages`, 'GET');
    const mail = (body as readonly Mail[]).find(({ to }) => to === email);
    return new URL(mail?.links[0] ?? 'none:').searchParams.get('token') ?? '';
  }

  private async ask<T>(path: string, sending: Parameters<typeof exchange>[2]): Promise<T> {
    const address = `198.51.100.${String(this.count % 250)}`;
    const headers = { ...sending?.headers, 'x-forwarded-for': address };
    const { status, body } = await exchange(this.base + path, 'POST', { ...sending, headers });
    if (status >= 300) throw new Error(`${path} answered ${String(status)}: ${JSON.stringify(body)}`);
    return body as T;
  }
}

function changedAt(value: string, place: number): string {
  const at = place % value.length;
  return value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
}
