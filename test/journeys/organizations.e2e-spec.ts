import { MembersService, OrganizationsService } from '#core/organizations';
import { UsersService } from '#core/users';
import { claimsOf, findAccount } from '../support/accounts.js';
import { allClients } from '../support/clients/index.js';
import type { Tokens } from '../support/dialect-client.js';
import { foundOrganization, invited, openToDomain } from '../support/organizations.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const PASSWORD = 'correct horse battery';
const NAMES = { firstName: 'Ada', lastName: 'Lovelace' };

interface LoginBody {
  readonly flowId?: string;
  readonly completionSecret?: string;
  readonly tokens?: { readonly session_token: string; readonly refresh_token: string };
}

/** What people and clients do over HTTP; what an administrator does is arranged in the core. */
describe('organizations: invited, by domain, in several, and out again', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp({ MULTI_TENANCY: 'true' });
  });
  afterEach(() => app.close());

  const signUp = async (email: string, inviteToken?: string) => {
    const json = { email, password: PASSWORD, confirmPassword: PASSWORD, ...NAMES, inviteToken };
    return (await app.send('POST', '/api/auth/signup', { json })).status;
  };

  const login = async (email: string) => {
    const json = { email, password: PASSWORD, flowReturnTo: 'https://app.example.com/inbox' };
    return (await app.send<LoginBody>('POST', '/api/auth/login', { json })).body;
  };

  /** Verifies by the page that the newest mail leads to, or accepts what it invites to. */
  async function followMail(email: string): Promise<number> {
    const [mail] = await app.mailTo(email);
    const link = new URL(mail?.links[0] ?? 'none:');
    expect((await app.send('GET', `${link.pathname}${link.search}`)).status).toBe(200);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const raw = new URLSearchParams({ token: link.searchParams.get('token') ?? '' }).toString();
    return (await app.send('POST', link.pathname, { headers, raw })).status;
  }

  const organizationIn = ({ tokens }: LoginBody) =>
    (claimsOf(bearerOf(tokens)) as { readonly org_slug: string }).org_slug;

  it('lets one person, invited to two, sign up by one mail, accept by the other, and choose', async () => {
    const [acme, other] = [await foundOrganization(app, 'acme'), await foundOrganization(app, 'other')];
    expect(await signUp('ada@example.com')).toBe(401);
    const token = await invited(app, acme, 'ada@example.com', 'admin');
    expect(await signUp('ada@example.com', token)).toBe(200);
    expect(await followMail('ada@example.com')).toBe(200);
    expect(organizationIn(await login('ada@example.com'))).toBe('acme');
    await invited(app, other, 'ada@example.com');
    expect(await followMail('ada@example.com')).toBe(200);

    const { flowId = '', completionSecret, tokens } = await login('ada@example.com');
    const told = await app.send('GET', `/api/auth/flow/${flowId}`);
    const json = { orgId: other.id, completionSecret };
    const completed = await app.send<LoginBody>('POST', `/api/auth/flow/${flowId}/complete`, { json });

    expect(tokens).toBeUndefined();
    expect(told.body).toMatchObject({
      orgs: [{ slug: 'acme' }, { slug: 'other' }],
      returnTo: 'https://app.example.com/inbox',
    });
    expect(organizationIn(completed.body)).toBe('other');
    const headers = { 'X-NAP-Refresh-Token': completed.body.tokens?.refresh_token };
    const refreshed = await app.send<LoginBody>('POST', '/api/auth/refresh', { headers });
    expect(organizationIn(refreshed.body)).toBe('other');
  });

  it('lets people join by the domain of their address, once that is verified', async () => {
    const acme = await foundOrganization(app, 'acme');
    expect(await signUp('eve@acme.example')).toBe(401);
    await openToDomain(app, acme, 'acme.example');

    expect(await signUp('eve@acme.example')).toBe(200);
    expect(await login('eve@acme.example')).toMatchObject({ requireEmailVerification: true });
    expect(await followMail('eve@acme.example')).toBe(200);
    expect(organizationIn(await login('eve@acme.example'))).toBe('acme');
  });

  it.each(['banned', 'deleted'])('refuses every use of the session everywhere (%s)', async (how) => {
    const acme = await foundOrganization(app, 'acme');
    await signUp('ada@example.com', await invited(app, acme, 'ada@example.com'));
    await followMail('ada@example.com');
    const { tokens } = await login('ada@example.com');
    const held: Tokens = { accessToken: bearerOf(tokens), refreshToken: tokens?.refresh_token ?? '' };
    const clients = allClients(app.url);
    const uses = async () => {
      const statuses: (number | undefined)[] = [];
      for (const client of clients) statuses.push(await client.use?.(held));
      return statuses;
    };
    expect((await uses()).filter((status) => status !== undefined)).toEqual([200, 200, 200]);
    const ada = await findAccount(app, 'ada@example.com');
    if (how === 'banned') await app.nest.get(MembersService).ban(acme.id, ada?.id ?? '');
    else await app.nest.get(OrganizationsService).delete(acme.id);

    expect((await uses()).filter((status) => status !== undefined)).toEqual([401, 401, 401]);
    for (const name of ['gravscale', 'cadenza', 'nap']) {
      const client = clients.find((candidate) => candidate.name === name);
      expect([name, await client?.tryRefresh?.(held)]).toEqual([name, 401]);
    }
    expect(await login('ada@example.com')).toMatchObject({ code: 403 });
  });

  it('opens an account that belongs nowhere through the other APIs, and takes it in when it is invited', async () => {
    const acme = await foundOrganization(app, 'acme');
    const cadenza = allClients(app.url).find(({ name }) => name === 'cadenza');
    const person = { email: 'late@example.com', password: PASSWORD };
    expect(await cadenza?.signUp?.(person)).toBe(200);
    const late = await findAccount(app, person.email);
    if (late) await app.nest.get(UsersService).confirmEmail(late, person.email);
    expect(await login(person.email)).toMatchObject({ code: 403 });
    expect(await cadenza?.trySignIn(person)).toBe(200);
    await invited(app, acme, person.email);

    expect(await followMail(person.email)).toBe(200);

    expect(organizationIn(await login(person.email))).toBe('acme');
  });
});

function bearerOf(tokens: LoginBody['tokens']): string {
  return Buffer.from(tokens?.session_token ?? '', 'base64url').toString();
}
