import { jest } from '@jest/globals';
import { secondsAfter } from '#platform/clock';
import { TxtRecords } from '#platform/dns';
import { errors } from '../dialects/nap/nap.errors.js';
import { claimsOf, openAccount } from '../support/accounts.js';
import { type Desk, openDesk } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { allClients } from '../support/clients/index.js';
import type { Tokens } from '../support/dialect-client.js';
import { fresh, freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const PASSWORD = 'correct horse battery';
const NAMES = { firstName: 'Ada', lastName: 'Lovelace' };
const RETURN_TO = 'https://app.example.com/inbox';

interface LoginBody {
  readonly flowId?: string;
  readonly completionSecret?: string;
  readonly tokens?: { readonly session_token: string; readonly refresh_token: string };
}

interface Organization {
  readonly id: string;
  readonly slug: string;
}

interface Events {
  readonly events: readonly { readonly kind: string; readonly actor: string; readonly accountId: string | null }[];
}

/** What people do, their clients and an administrator: all of it over HTTP. */
describe('organizations: invited, by domain, in several, and out again', () => {
  let app: TestApp;
  let desk: Desk;
  let ada: string;

  beforeAll(async () => {
    app = await startTestApp({ MULTI_TENANCY: 'true' });
  });
  beforeEach(async () => {
    ada = freshEmail('ada');
    desk = await openDesk(app, 'admin', fresh('admin'));
  });
  afterAll(() => app.close());

  async function found(name: string): Promise<Organization> {
    const slug = fresh(name);
    const { id: ownerId } = await openAccount(app, { name: `owner-of-${slug}` });
    const json = { slug, name: `The ${slug}`, ownerId };
    return (await desk.ask<Organization>('POST', '/organizations', { json })).body;
  }

  /** Invites by mail, and tells the token in it. */
  async function invite({ id }: Organization, email: string, role = 'member'): Promise<string> {
    const reply = await desk.ask('POST', `/organizations/${id}/invitations`, { json: { email, role } });
    expect(reply.status).toBe(201);
    const [mail] = await app.mailTo(email);
    return new URL(mail?.links[0] ?? 'none:').searchParams.get('token') ?? '';
  }

  /** Has a domain verified by the record that is asked for, and people of it join. */
  async function openTo({ id }: Organization, name: string): Promise<void> {
    const domains = `/organizations/${id}/domains`;
    interface Added {
      readonly id: string;
      readonly challenge: { recordName: string; recordText: string };
    }
    const { body } = await desk.ask<Added>('POST', domains, { json: { name } });
    const { recordName, recordText } = body.challenge;
    const resolver = jest.spyOn(app.nest.get(TxtRecords), 'of');
    resolver.mockImplementation(async (asked) => (asked === recordName ? [recordText] : []));
    expect((await desk.ask('POST', `${domains}/${body.id}/verify`)).status).toBe(200);
    resolver.mockRestore();
    const opened = await desk.ask('PUT', `${domains}/${body.id}/auto-join`, { json: { autoJoin: true } });
    expect(opened.body).toMatchObject({ name, verified: true, autoJoin: true });
  }

  const recorded = async ({ id }: Organization, kind: string) =>
    (await desk.ask<Events>('GET', `/audit-events?organizationId=${id}&kind=${kind}`)).body.events;

  async function accountIdOf(email: string): Promise<string> {
    interface Found {
      readonly accounts: readonly { readonly id: string }[];
    }
    const { body } = await desk.ask<Found>('GET', `/accounts?identifier=${encodeURIComponent(email)}`);
    return body.accounts[0]?.id ?? '';
  }

  const signUp = (email: string, inviteToken?: string) => {
    const json = { email, password: PASSWORD, confirmPassword: PASSWORD, ...NAMES, inviteToken };
    return app.send('POST', '/api/auth/signup', { json });
  };

  const login = async (email: string) => {
    const json = { email, password: PASSWORD, flowReturnTo: RETURN_TO };
    return answerOf(await app.send<LoginBody>('POST', '/api/auth/login', { json }));
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

  const OPENED = {
    status: 200,
    body: { userId: expect.any(String), message: 'User created; please verify the email address' },
  };

  it('lets one person, invited to two, sign up by one mail, accept by the other, and choose', async () => {
    const [acme, other] = [await found('acme'), await found('other')];
    expect(answerOf(await signUp(ada))).toEqual(errors.invitationRequired);
    const token = await invite(acme, ada, 'admin');
    expect(answerOf(await signUp(ada, token))).toEqual(OPENED);
    expect(answerOf(await signUp('thief@example.com', token))).toEqual(errors.invitation);
    expect(await followMail(ada)).toBe(200);
    expect(organizationIn((await login(ada)).body)).toBe(acme.slug);
    await invite(other, ada);
    expect(await followMail(ada)).toBe(200);

    const asked = await login(ada);
    const { flowId = '', completionSecret } = asked.body;
    const told = await app.send('GET', `/api/auth/flow/${flowId}`);
    const complete = (orgId: string) =>
      app.send<LoginBody>('POST', `/api/auth/flow/${flowId}/complete`, { json: { orgId, completionSecret } });
    const completed = await complete(other.id);

    expect(asked).toEqual({
      status: 200,
      body: {
        message: 'Please choose an organization to log in to',
        requireEmailVerification: false,
        flowId: expect.stringMatching(/^[\w-]{43}$/),
        completionSecret: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
    const userId = await accountIdOf(ada);
    const now = app.clock.now().toISOString();
    const shown = ({ id, slug }: Organization) => ({
      id,
      slug,
      name: `The ${slug}`,
      settings: {},
      createdAt: now,
      updatedAt: now,
    });
    expect(answerOf(told)).toEqual({
      status: 200,
      body: {
        id: flowId,
        type: 'login',
        userId,
        email: ada,
        orgs: [shown(acme), shown(other)],
        mfaRequired: false,
        mfaVerified: false,
        returnTo: RETURN_TO,
        createdAt: now,
        expiresAt: secondsAfter(app.clock.now(), 600).toISOString(),
      },
    });
    expect(answerOf(completed)).toEqual({
      status: 200,
      body: { message: 'Login successful', requireEmailVerification: false, tokens: expect.any(Object) },
    });
    expect(organizationIn(completed.body)).toBe(other.slug);
    expect(answerOf(await complete(other.id))).toEqual(errors.flow);
    const headers = { 'X-NAP-Refresh-Token': completed.body.tokens?.refresh_token };
    const refreshed = await app.send<LoginBody>('POST', '/api/auth/refresh', { headers });
    expect(organizationIn(refreshed.body)).toBe(other.slug);
    expect(await recorded(acme, 'invitation.refused')).toMatchObject([{ actor: 'anybody', origin: 'nap' }]);
    for (const [organization, role] of [
      [acme, 'admin'],
      [other, 'member'],
    ] as const) {
      expect((await recorded(organization, 'member.seated'))[0]).toMatchObject({
        actor: userId,
        accountId: userId,
        details: { role, by: 'invitation' },
      });
    }
  });

  it('lets people join by the domain of their address, once that is verified', async () => {
    const eve = 'eve@acme.example';
    const acme = await found('acme');
    expect(answerOf(await signUp(eve))).toEqual(errors.invitationRequired);
    await openTo(acme, 'acme.example');

    expect(answerOf(await signUp(eve))).toEqual(OPENED);
    expect(await login(eve)).toEqual({
      status: 403,
      body: {
        message: 'Please verify your email address to log in',
        requireEmailVerification: true,
        flowId: expect.any(String),
      },
    });
    expect(await followMail(eve)).toBe(200);
    expect(organizationIn((await login(eve)).body)).toBe(acme.slug);
    expect((await recorded(acme, 'member.seated'))[0]).toMatchObject({
      actor: await accountIdOf(eve),
      origin: 'nap',
      details: { role: 'member', by: 'domain' },
    });
  });

  it.each(['banned', 'deleted'])(
    'refuses every use of the session everywhere, until that is undone (%s)',
    async (how) => {
      const acme = await found('acme');
      await signUp(ada, await invite(acme, ada));
      await followMail(ada);
      const { tokens } = (await login(ada)).body;
      const held: Tokens = { accessToken: bearerOf(tokens), refreshToken: tokens?.refresh_token ?? '' };
      const clients = allClients(app.url);
      const uses = async () => {
        const statuses: (number | undefined)[] = [];
        for (const client of clients) statuses.push(await client.use?.(held));
        return statuses.filter((status) => status !== undefined);
      };
      const organization = `/organizations/${acme.id}`;
      const member = `${organization}/members/${await accountIdOf(ada)}`;
      const headers = { 'X-NAP-Refresh-Token': held.refreshToken };
      const refresh = () => app.send('POST', '/api/auth/refresh', { headers });
      expect(await uses()).toEqual([200, 200, 200]);

      const put = how === 'banned' ? await desk.ask('POST', `${member}/ban`) : await desk.ask('DELETE', organization);

      expect(put.status).toBe(how === 'banned' ? 200 : 204);
      expect(await uses()).toEqual([401, 401, 401]);
      expect(answerOf(await refresh())).toEqual(errors.refreshToken);
      for (const name of ['gravscale', 'cadenza', 'nap']) {
        const client = clients.find((candidate) => candidate.name === name);
        expect([name, await client?.tryRefresh?.(held)]).toEqual([name, 401]);
      }
      expect(await login(ada)).toEqual(errors.notAMember);
      const kind = how === 'banned' ? 'member.banned' : 'organization.deleted';
      expect(await recorded(acme, kind)).toMatchObject([{ actor: desk.user.id, origin: 'admin' }]);

      await desk.ask('POST', how === 'banned' ? `${member}/unban` : `${organization}/restore`);

      expect(await uses()).toEqual([200, 200, 200]);
      expect((await refresh()).status).toBe(200);
    },
  );

  it('opens an account that belongs nowhere through the other APIs, and takes it in when it is invited', async () => {
    const acme = await found('acme');
    const cadenza = allClients(app.url).find(({ name }) => name === 'cadenza');
    const person = { email: 'late@example.com', password: PASSWORD };
    expect(await cadenza?.signUp?.(person)).toBe(200);
    expect(await followMail(person.email)).toBe(200);
    expect(await login(person.email)).toEqual(errors.notAMember);
    expect(await cadenza?.trySignIn(person)).toBe(200);
    await invite(acme, person.email);

    expect(await followMail(person.email)).toBe(200);

    expect(organizationIn((await login(person.email)).body)).toBe(acme.slug);
  });
});

function bearerOf(tokens: LoginBody['tokens']): string {
  return Buffer.from(tokens?.session_token ?? '', 'base64url').toString();
}
