import { AuditService } from '#core/audit';
import type { User } from '#core/users';
import { openAccount } from '../support/accounts.js';
import { type Desk, openDesk, problem, unfit } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { fresh, freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Listed {
  readonly members: readonly { readonly accountId: string }[];
  readonly next: string | null;
}

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const NOT_A_MEMBER = {
  status: 404,
  body: problem(404, 'member_not_found', 'The account is not a member of the organization'),
};
const LAST_OWNER = { status: 409, body: problem(409, 'last_owner', 'An organization keeps at least one owner') };

let app: TestApp;
let desk: Desk;
let ada: User;
let eve: User;
let acme: string;
let other: string;

beforeAll(async () => {
  app = await startTestApp({ MULTI_TENANCY: 'true' });
});

beforeEach(async () => {
  desk = await openDesk(app, 'admin', fresh('admin'));
  ada = await openAccount(app, { name: freshEmail('ada') });
  app.clock.advance(1);
  eve = await openAccount(app, { name: fresh('eve') });
  [acme, other] = [await found(fresh('acme')), await found(fresh('other'))];
});

afterAll(() => app.close());

async function found(slug: string): Promise<string> {
  const json = { slug, name: slug, ownerId: ada.id };
  return (await desk.ask<{ id: string }>('POST', '/organizations', { json })).body.id;
}

const members = () => `/organizations/${acme}/members`;
const one = ({ id }: { readonly id: string }) => `${members()}/${id}`;
const add = (user: User, role = 'member') => desk.ask('POST', members(), { json: { accountId: user.id, role } });
const list = async (query = '') => (await desk.ask<Listed>('GET', `${members()}${query}`)).body;
const ids = (listed: Listed) => listed.members.map(({ accountId }) => accountId);

const shown = (user: User, more: object = {}) => ({
  accountId: user.id,
  username: user.username,
  email: user.email,
  role: 'member',
  status: 'active',
  joinedAt: app.clock.now().toISOString(),
  lastActiveAt: null,
  ...more,
});

/** What the audit log says since, the oldest first. */
async function recorded(since: number) {
  const { events } = await app.nest.get(AuditService).find({ organizationId: acme });
  return events
    .filter(({ sequence }) => sequence > since)
    .map(({ kind, actor, accountId, details }) => [kind, actor, accountId, details])
    .reverse();
}

const now = async () => (await app.nest.get(AuditService).find({ limit: 1 })).events[0]?.sequence ?? 0;

describe('the members of an organization', () => {
  it('are added, given a role, banned, let back in and removed, each on record as the operator’s deed', async () => {
    const since = await now();
    expect(answerOf(await add(eve))).toEqual({ status: 201, body: shown(eve) });
    const answers = [
      await desk.ask('GET', one(eve)),
      await desk.ask('PUT', `${one(eve)}/role`, { json: { role: 'admin' } }),
      await desk.ask('POST', `${one(eve)}/ban`),
      await desk.ask('POST', `${one(eve)}/unban`),
    ];
    expect(answers.map(answerOf)).toEqual([
      { status: 200, body: shown(eve) },
      { status: 200, body: shown(eve, { role: 'admin' }) },
      { status: 200, body: shown(eve, { role: 'admin', status: 'banned' }) },
      { status: 200, body: shown(eve, { role: 'admin' }) },
    ]);
    expect(answerOf(await desk.ask('DELETE', one(eve)))).toEqual({ status: 204, body: '' });
    expect(answerOf(await desk.ask('GET', one(eve)))).toEqual(NOT_A_MEMBER);
    const by = desk.user.id;
    expect(await recorded(since)).toEqual([
      ['member.seated', by, eve.id, { role: 'member', by: 'operator' }],
      ['member.role_changed', by, eve.id, { from: 'member', to: 'admin' }],
      ['member.banned', by, eve.id, {}],
      ['member.unbanned', by, eve.id, {}],
      ['member.removed', by, eve.id, { role: 'admin' }],
    ]);
  });

  it('are listed page by page and by what they are', async () => {
    await add(eve, 'admin');
    await add(desk.user);
    await desk.ask('POST', `${one(desk.user)}/ban`);
    const first = await list('?size=2');
    const rest = await list(`?size=2&cursor=${String(first.next)}`);
    expect([...ids(first), ...ids(rest)]).toEqual([desk.user.id, ada.id, eve.id]);
    expect(rest.next).toBeNull();
    expect(ids(await list('?role=owner'))).toEqual([ada.id]);
    expect(ids(await list('?role=admin&status=active'))).toEqual([eve.id]);
    expect(ids(await list('?status=banned'))).toEqual([desk.user.id]);
    for (const cursor of [`${String(first.next)}x`, `${String(first.next)}&role=owner`, 'x']) {
      const body = problem(400, 'cursor_invalid', 'The page cursor is not valid');
      expect(answerOf(await desk.ask('GET', `${members()}?cursor=${cursor}`))).toEqual({ status: 400, body });
    }
    expect(answerOf(await desk.ask('GET', `${members()}?status=gone`))).toEqual({
      status: 422,
      body: unfit('query', 'status', 'is_choice', 'status must be one of active, banned'),
    });
  });

  it('are there once, also if two add them at once, and a banned one is not added anew', async () => {
    const both = await Promise.all([add(eve), add(eve, 'admin')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    await desk.ask('POST', `${one(eve)}/ban`);
    expect(answerOf(await add(eve))).toEqual({
      status: 409,
      body: problem(409, 'already_a_member', 'The account is a member of the organization already'),
    });
  });

  it('keep one owner, also if two owners are taken away at once', async () => {
    for (const [method, path, json] of [
      ['PUT', `${one(ada)}/role`, { role: 'member' }],
      ['POST', `${one(ada)}/ban`, undefined],
      ['DELETE', one(ada), undefined],
    ] as const) {
      expect(answerOf(await desk.ask(method, path, json ? { json } : {}))).toEqual(LAST_OWNER);
    }
    await add(eve, 'owner');
    const both = await Promise.all([desk.ask('DELETE', one(ada)), desk.ask('DELETE', one(eve))]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect((await list()).members).toHaveLength(1);
  });

  it.each<[string, object, number, object]>([
    [
      'a role that is none',
      { role: 'king' },
      422,
      unfit('body', 'role', 'is_choice', 'role must be one of owner, admin, member'),
    ],
    [
      'an account that is none',
      { accountId: NOBODY },
      404,
      problem(404, 'account_not_found', 'There is no such account'),
    ],
    [
      'an account without an id',
      { accountId: 'eve' },
      404,
      problem(404, 'account_not_found', 'There is no such account'),
    ],
  ])('are not added with %s', async (_, input, status, body) => {
    const json = { accountId: eve.id, role: 'member', ...input };
    expect(answerOf(await desk.ask('POST', members(), { json }))).toEqual({ status, body });
    expect(ids(await list())).toEqual([ada.id]);
  });

  it('of another organization are not found in this one', async () => {
    const json = { accountId: eve.id, role: 'member' };
    expect((await desk.ask('POST', `/organizations/${other}/members`, { json })).status).toBe(201);
    for (const [method, rest, body] of [
      ['GET', '', undefined],
      ['PUT', '/role', { role: 'admin' }],
      ['POST', '/ban', undefined],
      ['POST', '/unban', undefined],
      ['DELETE', '', undefined],
    ] as const) {
      expect(answerOf(await desk.ask(method, `${one(eve)}${rest}`, body ? { json: body } : {}))).toEqual(NOT_A_MEMBER);
      expect((await desk.ask(method, `${members()}/eve${rest}`, body ? { json: body } : {})).status).toBe(404);
      expect((await desk.ask(method, `${members()}/${NOBODY}${rest}`, body ? { json: body } : {})).status).toBe(404);
    }
    const elsewhere = await desk.ask('GET', `/organizations/${other}/members/${eve.id}`);
    expect(answerOf(elsewhere)).toEqual({ status: 200, body: shown(eve) });
  });

  it('who are superadmins are out of an admin’s reach, and within a superadmin’s', async () => {
    const root = await openDesk(app, 'superadmin', fresh('root'));
    const json = { accountId: root.user.id, role: 'member' };
    expect((await root.ask('POST', members(), { json })).status).toBe(201);
    const refused = { status: 403, body: problem(403, 'not_permitted', 'Only a superadmin may change a superadmin') };
    for (const [method, rest] of [
      ['POST', '/ban'],
      ['DELETE', ''],
    ] as const) {
      expect(answerOf(await desk.ask(method, `${one(root.user)}${rest}`))).toEqual(refused);
    }
    expect((await root.ask('POST', `${one(root.user)}/ban`)).status).toBe(200);
  });
});
