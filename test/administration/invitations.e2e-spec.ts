import { AuditService } from '#core/audit';
import { type User, UsersService } from '#core/users';
import { openAccount } from '../support/accounts.js';
import { apiKeyFor, ask, type Desk, openDesk, problem, unfit } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { fresh, freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Shown {
  readonly id: string;
  readonly status: string;
}

interface Listed {
  readonly invitations: readonly Shown[];
  readonly next: string | null;
}

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const TTL_SECONDS = 600;
const NO_SUCH = { status: 404, body: problem(404, 'invitation_not_found', 'The organization has no such invitation') };
const SETTLED = {
  status: 409,
  body: problem(409, 'invitation_settled', 'The invitation was accepted or revoked already'),
};

let app: TestApp;
let desk: Desk;
let ada: User;
let acme: string;
let other: string;
/** Of whom nobody has heard. */
let email: string;

beforeAll(async () => {
  app = await startTestApp({ MULTI_TENANCY: 'true', INVITATION_TTL: '10m' });
  ada = await openAccount(app, { name: 'ada@example.com' });
});

beforeEach(async () => {
  email = freshEmail('eve');
  desk = await openDesk(app, 'admin', fresh('admin'));
  [acme, other] = [await found(fresh('acme')), await found(fresh('other'))];
});

afterAll(() => app.close());

async function found(slug: string): Promise<string> {
  const json = { slug, name: slug, ownerId: ada.id };
  return (await desk.ask<{ id: string }>('POST', '/organizations', { json })).body.id;
}

const invitations = (organization = acme) => `/organizations/${organization}/invitations`;
const invite = (json: object = {}, organization = acme) =>
  desk.ask<Shown>('POST', invitations(organization), { json: { email, ...json } });
const idsOf = async (query = '') =>
  (await desk.ask<Listed>('GET', `${invitations()}${query}`)).body.invitations.map(({ id }) => id);

const later = (seconds: number) => new Date(app.clock.now().getTime() + seconds * 1000).toISOString();

async function newestToken(to = email): Promise<string> {
  const [mail] = await app.mailTo(to);
  return new URL(mail?.links[0] ?? 'none:').searchParams.get('token') ?? '';
}

const accept = (token: string) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return app.send('POST', '/account/invitation', { headers, raw: new URLSearchParams({ token }).toString() });
};

async function verifiedPerson(): Promise<User> {
  const user = await openAccount(app, { name: email });
  await app.nest.get(UsersService).confirmEmail(user, email);
  return user;
}

describe('POST /admin/v1/organizations/{id}/invitations', () => {
  it('invites by mail, and tells everything but the token', async () => {
    email = email.replace('eve', 'Eve').replace('example', 'Example');
    const reply = await invite({ role: 'admin' });
    expect(answerOf(reply)).toEqual({
      status: 201,
      body: {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        email,
        role: 'admin',
        status: 'pending',
        invitedBy: desk.user.id,
        acceptedBy: null,
        createdAt: later(0),
        sentAt: later(0),
        expiresAt: later(TTL_SECONDS),
        settledAt: null,
      },
    });
    const token = await newestToken();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(reply.body)).not.toContain(token);
    expect(answerOf(await desk.ask('GET', `${invitations()}/${reply.body.id}`))).toEqual({
      status: 200,
      body: reply.body,
    });
    const { events } = await app.nest.get(AuditService).find({ organizationId: acme, kind: 'invitation.created' });
    expect(events).toMatchObject([
      { actor: desk.user.id, details: { invitationId: reply.body.id, role: 'admin' }, origin: 'admin' },
    ]);
  });

  it('is nobody’s invitation when it is a key’s, and a member’s where no role is named', async () => {
    const key = await apiKeyFor(app, 'organizations:write');
    const reply = await ask<Shown>(app, key, { method: 'POST', path: invitations(), json: { email } });
    expect(reply).toMatchObject({ status: 201, body: { invitedBy: null, role: 'member' } });
  });

  it.each<[string, object, number, object]>([
    ['no address', { email: undefined, role: 'member' }, 422, unfit('body', 'email', 'missing', 'email is required')],
    ['no such address', { email: 'eve' }, 422, unfit('body', 'email', 'is_email', 'email must be an e-mail address')],
    [
      'no such role',
      { role: 'king' },
      422,
      unfit('body', 'role', 'is_choice', 'role must be one of owner, admin, member'),
    ],
    [
      'a member',
      { email: 'ada@example.com' },
      409,
      problem(409, 'already_a_member', 'The account is a member of the organization already'),
    ],
  ])('refuses %s, and sends no mail', async (_, json, status, body) => {
    expect(answerOf(await invite(json))).toEqual({ status, body });
    expect(await idsOf()).toEqual([]);
    expect(await app.mailTo(email)).toEqual([]);
  });
});

describe('what becomes of invitations', () => {
  it('is listed by status, page by page', async () => {
    const eve = await verifiedPerson();
    const { body: accepted } = await invite();
    expect((await accept(await newestToken())).status).toBe(200);
    const { body: revoked } = await invite({ email: 'bob@example.com' });
    expect((await desk.ask('POST', `${invitations()}/${revoked.id}/revoke`)).status).toBe(200);
    const { body: expired } = await invite({ email: 'cyd@example.com' });
    app.clock.advance(TTL_SECONDS);
    const { body: pending } = await invite({ email: 'dan@example.com' });
    const all = [accepted, revoked, expired, pending].map(({ id }) => id);
    expect(await idsOf()).toEqual(all);
    for (const [place, status] of ['accepted', 'revoked', 'expired', 'pending'].entries()) {
      expect(await idsOf(`?status=${status}`)).toEqual([all[place]]);
    }
    expect((await desk.ask('GET', `${invitations()}/${accepted.id}`)).body).toMatchObject({
      status: 'accepted',
      acceptedBy: eve.id,
    });
    const first = await desk.ask<Listed>('GET', `${invitations()}?size=3`);
    expect(await idsOf(`?size=3&cursor=${String(first.body.next)}`)).toEqual(all.slice(3));
    const tampered = await desk.ask('GET', `${invitations()}?status=pending&cursor=${String(first.body.next)}`);
    expect(answerOf(tampered)).toEqual({
      status: 400,
      body: problem(400, 'cursor_invalid', 'The page cursor is not valid'),
    });
    expect(answerOf(await desk.ask('GET', `${invitations()}?status=lost`))).toEqual({
      status: 422,
      body: unfit('query', 'status', 'is_choice', 'status must be one of pending, accepted, revoked, expired'),
    });
  });

  it('is that only the newest mail counts, and that an expired one is revived', async () => {
    const { body } = await invite();
    const first = await newestToken();
    app.clock.advance(TTL_SECONDS);
    const resent = await desk.ask('POST', `${invitations()}/${body.id}/resend`);
    expect(answerOf(resent)).toEqual({
      status: 200,
      body: { ...body, sentAt: later(0), expiresAt: later(TTL_SECONDS) },
    });
    const second = await newestToken();
    expect(second).not.toBe(first);
    await verifiedPerson();
    expect((await accept(first)).status).toBe(400);
    expect((await accept(second)).status).toBe(200);
  });

  it('is settled once: neither resent nor revoked afterwards', async () => {
    const { body } = await invite();
    const revoked = await desk.ask('POST', `${invitations()}/${body.id}/revoke`);
    expect(answerOf(revoked)).toEqual({ status: 200, body: { ...body, status: 'revoked', settledAt: later(0) } });
    expect((await accept(await newestToken())).status).toBe(400);
    for (const deed of ['resend', 'revoke']) {
      expect(answerOf(await desk.ask('POST', `${invitations()}/${body.id}/${deed}`))).toEqual(SETTLED);
    }
  });

  it('is one seat, however many accept at once', async () => {
    const eve = await verifiedPerson();
    const { body } = await invite({ role: 'admin' });
    const token = await newestToken();
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(token)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 400)).toHaveLength(19);
    const seats = await desk.ask<{ members: object[] }>('GET', `/organizations/${acme}/members?role=admin`);
    expect(seats.body.members).toMatchObject([{ accountId: eve.id, role: 'admin' }]);
    const { events } = await app.nest.get(AuditService).find({ organizationId: acme });
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'invitation.accepted')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'member.seated')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'invitation.refused')).toHaveLength(19);
    expect((await desk.ask('GET', `${invitations()}/${body.id}`)).body).toMatchObject({ acceptedBy: eve.id });
  });

  it('is one account, however many sign up by it at once', async () => {
    await invite();
    const inviteToken = await newestToken();
    const password = 'correct horse battery';
    const person = { email, password, confirmPassword: password, firstName: 'Eve', lastName: 'Moneypenny' };
    const signUp = () => app.send('POST', '/api/auth/signup', { json: { ...person, inviteToken } });
    const statuses = (await Promise.all(Array.from({ length: 20 }, signUp))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status >= 500 && status !== 503)).toEqual([]);
    const seats = await desk.ask<{ members: object[] }>('GET', `/organizations/${acme}/members?role=member`);
    expect(seats.body.members).toMatchObject([{ email }]);
  });

  it('of another organization is not to be had from this one', async () => {
    const { body: theirs } = await invite({}, other);
    for (const id of [theirs.id, NOBODY, 'x', '%00']) {
      const answers = [
        await desk.ask('GET', `${invitations()}/${id}`),
        await desk.ask('POST', `${invitations()}/${id}/resend`),
        await desk.ask('POST', `${invitations()}/${id}/revoke`),
      ];
      expect(answers.map(answerOf)).toEqual([NO_SUCH, NO_SUCH, NO_SUCH]);
    }
    expect((await desk.ask('GET', `${invitations(other)}/${theirs.id}`)).body).toEqual(theirs);
  });
});
