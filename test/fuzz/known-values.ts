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
] as const;

export type KnownName = (typeof KNOWN)[number];

const PLACE = new RegExp(`<(${KNOWN.join('|')})(?:~(\\d+))?>`, 'g');
const PASSWORD = 'six drowsy lanterns outside';

/**
 * What a request needs to get past the first check, made anew from time to time: what is sent at random ends sessions,
 * changes passwords and closes accounts.
 */
export class KnownValues {
  private values: Readonly<Record<KnownName, string>> | undefined;
  private count = 0;

  constructor(readonly base: string) {}

  /** Opens a new account with the most that an account may, and everything that it can be known by. */
  async renew(): Promise<void> {
    const email = `fuzz${String((this.count += 1))}@example.com`;
    const registered = await this.ask('/auth/register', {
      headers: { username: email, password: PASSWORD, role: 'superadmin' },
    });
    const { clientId, clientSecret } = registered as { clientId: string; clientSecret: string };
    const { data } = (await this.ask('/api/v3/auth/login', { json: { email, password: PASSWORD } })) as {
      data: { accessToken: string; refreshToken: string; user: { id: string } };
    };
    const claims = Buffer.from(data.accessToken.split('.')[1] ?? '', 'base64url').toString();
    this.values = {
      email,
      password: PASSWORD,
      clientId,
      clientSecret,
      access: data.accessToken,
      refresh: data.refreshToken,
      wrapped: Buffer.from(data.accessToken).toString('base64url'),
      userId: data.user.id,
      sessionId: (JSON.parse(claims) as { sid: string }).sid,
      flowId: 'A'.repeat(43),
    };
  }

  /** The text with its places filled; `<name~7>` is the value with its eighth character changed. */
  fill(text: string): string {
    const { values } = this;
    if (!values) throw new Error('Nothing is known yet');
    return text.replace(PLACE, (_, name: KnownName, place?: string) =>
      place === undefined ? values[name] : changedAt(values[name], Number(place)),
    );
  }

  private async ask(path: string, sending: Parameters<typeof exchange>[2]): Promise<unknown> {
    const address = `198.51.100.${String(this.count % 250)}`;
    const headers = { ...sending?.headers, 'x-forwarded-for': address };
    const { status, body } = await exchange(this.base + path, 'POST', { ...sending, headers });
    if (status >= 300) throw new Error(`${path} answered ${String(status)}: ${JSON.stringify(body)}`);
    return body;
  }
}

function changedAt(value: string, place: number): string {
  const at = place % value.length;
  return value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
}
