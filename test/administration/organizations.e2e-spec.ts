import { AuditService } from '#core/audit';
import { SlugTaken, StaleUpdate } from '#core/organizations';
import type { User } from '#core/users';
import { openAccount } from '../support/accounts.js';
import { apiKeyFor, ask, type Desk, openDesk, problem, unfit } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { fresh, freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Shown {
  readonly id: string;
  readonly slug: string;
  readonly updatedAt: string;
}

interface Listed {
  readonly organizations: readonly Shown[];
  readonly next: string | null;
}

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const NO_SUCH = { status: 404, body: problem(404, 'organization_not_found', 'The organization does not exist') };
const STALE = { status: 412, body: problem(412, 'stale_update', new StaleUpdate().message) };
const UNFIT_SLUG = problem(
  422,
  'organization_invalid',
  'slug must be 1 to 64 small letters, digits and single hyphens between them',
);

let app: TestApp;
let desk: Desk;
let ada: User;
/** One to be had. */
let slug: string;

beforeAll(async () => {
  app = await startTestApp({ MULTI_TENANCY: 'true' });
});

beforeEach(async () => {
  slug = fresh('acme');
  desk = await openDesk(app, 'admin', fresh('admin'));
  ada = await openAccount(app, { name: freshEmail('ada') });
});

afterAll(() => app.close());

const found = (more: object = {}) =>
  desk.ask<Shown>('POST', '/organizations', { json: { slug, name: `The ${slug}`, ownerId: ada.id, ...more } });

const one = (id: string) => `/organizations/${id}`;
const etagOf = async (id: string) => String((await desk.ask('GET', one(id))).headers.etag);
const list = async (by: Desk, query = '') => (await by.ask<Listed>('GET', `/organizations${query}`)).body;

/** The organization as the service shows it at its founding. */
const shown = (more: object = {}) => ({
  id: expect.stringMatching(/^[\da-f-]{36}$/),
  slug,
  name: `The ${slug}`,
  description: null,
  avatarUrl: null,
  settings: {},
  createdAt: app.clock.now().toISOString(),
  updatedAt: app.clock.now().toISOString(),
  deletedAt: null,
  ...more,
});

describe('POST /admin/v1/organizations', () => {
  it('founds one with all that is given, owned by an account, on record as the operator’s deed', async () => {
    const told = {
      description: 'Makers\nof everything',
      avatarUrl: 'https://acme.example/logo.png',
      settings: { theme: { dark: true } },
    };
    const reply = await found({ ...told, id: NOBODY, deletedAt: 'now' });
    expect(reply).toMatchObject({
      status: 201,
      headers: {
        location: `/admin/v1/organizations/${reply.body.id}`,
        etag: expect.stringMatching(/^"[\da-z]+"$/),
        'cache-control': 'no-store',
      },
    });
    expect(reply.body).toEqual(shown(told));
    expect(answerOf(await desk.ask('GET', one(reply.body.id)))).toEqual({ status: 200, body: reply.body });
    const members = await desk.ask<{ members: unknown }>('GET', `${one(reply.body.id)}/members`);
    expect(members.body.members).toMatchObject([{ accountId: ada.id, role: 'owner', status: 'active' }]);
    const { events } = await app.nest.get(AuditService).find({ organizationId: reply.body.id });
    const common = {
      actor: desk.user.id,
      origin: 'admin',
      address: '127.0.0.1',
      requestId: reply.headers['x-request-id'],
      organizationId: reply.body.id,
    };
    expect(events).toMatchObject([
      { ...common, kind: 'member.seated', accountId: ada.id, details: { role: 'owner', by: 'founding' } },
      { ...common, kind: 'organization.created', accountId: null, details: { slug } },
    ]);
  });

  it.each<[string, object, number, object]>([
    ['a slug that is none', { slug: 'Ac me' }, 422, UNFIT_SLUG],
    ['an empty slug', { slug: '' }, 422, UNFIT_SLUG],
    ['a slug too long', { slug: 'a'.repeat(65) }, 422, UNFIT_SLUG],
    ['no slug', { slug: undefined }, 422, unfit('body', 'slug', 'missing', 'slug is required')],
    ['a name of another type', { name: 7 }, 422, unfit('body', 'name', 'is_text', 'name must be a text')],
    [
      'a name with a NUL',
      { name: 'A\0' },
      422,
      problem(422, 'organization_invalid', 'name must be a text of 1 to 255 characters without control characters'),
    ],
    [
      'an avatar that is no web address',
      { avatarUrl: 'javascript:alert(1)' },
      422,
      problem(422, 'organization_invalid', 'avatarUrl must be an http or https URL of at most 2048 characters'),
    ],
    [
      'settings that are none',
      { settings: [] },
      422,
      unfit('body', 'settings', 'is_object', 'settings must be a JSON object'),
    ],
    ['an owner who is nobody', { ownerId: NOBODY }, 404, problem(404, 'account_not_found', 'There is no such account')],
    ['an owner who has no id', { ownerId: 'ada' }, 404, problem(404, 'account_not_found', 'There is no such account')],
  ])('refuses %s, and founds nothing', async (_, input, status, body) => {
    const before = await list(desk, '?size=200');
    expect(answerOf(await found(input))).toEqual({ status, body });
    expect(before.next).toBeNull();
    expect(await list(desk, '?size=200')).toEqual(before);
  });

  it('lets no slug be had twice, not by two at once nor after its deletion', async () => {
    const taken = { status: 409, body: problem(409, 'slug_taken', new SlugTaken().message) };
    const both = await Promise.all([found(), found()]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const id = both.find(({ status }) => status === 201)?.body.id ?? '';
    expect((await desk.ask('DELETE', one(id))).status).toBe(204);
    expect(answerOf(await found())).toEqual(taken);
    const { body: other } = await found({ slug: fresh('other') });
    expect(answerOf(await desk.ask('PATCH', one(other.id), { json: { slug } }))).toEqual(taken);
  });

  it('lets an admin give no superadmin a seat', async () => {
    const root = await openAccount(app, { name: fresh('root'), role: 'superadmin' });
    expect(answerOf(await found({ ownerId: root.id }))).toEqual({
      status: 403,
      body: problem(403, 'not_permitted', 'Only a superadmin may change a superadmin'),
    });
  });
});

describe('GET /admin/v1/organizations', () => {
  /** Where there are no others. */
  let small: TestApp;
  let admin: Desk;

  beforeAll(async () => {
    small = await startTestApp({ MULTI_TENANCY: 'true' });
    admin = await openDesk(small);
    const { id: ownerId } = await openAccount(small, { name: 'ada@example.com' });
    for (const slug of ['a', 'b', 'c', 'd']) {
      small.clock.advance(1);
      await admin.ask('POST', '/organizations', { json: { slug, name: slug, ownerId } });
    }
    const [, second] = (await list(admin)).organizations;
    await admin.ask('DELETE', one(second?.id ?? ''));
  });

  afterAll(() => small.close());

  const slugs = (listed: Listed) => listed.organizations.map(({ slug }) => slug);

  it('lists those that are there and those that are deleted page by page, the oldest first', async () => {
    const first = await list(admin, '?size=2');
    const rest = await list(admin, `?size=2&cursor=${String(first.next)}`);
    expect([slugs(first), slugs(rest), rest.next]).toEqual([['a', 'c'], ['d'], null]);
    expect(slugs(await list(admin, '?state=deleted'))).toEqual(['b']);
  });

  it('takes no cursor that it did not give for that list, and no state that is none', async () => {
    const { next } = await list(admin, '?size=1');
    const body = problem(400, 'cursor_invalid', 'The page cursor is not valid');
    for (const query of [`cursor=${String(next)}x`, 'cursor=x', 'cursor=a.b', `cursor=${String(next)}&state=deleted`]) {
      expect(answerOf(await admin.ask('GET', `/organizations?${query}`))).toEqual({ status: 400, body });
    }
    expect(answerOf(await admin.ask('GET', '/organizations?state=gone'))).toEqual({
      status: 422,
      body: unfit('query', 'state', 'is_choice', 'state must be one of present, deleted'),
    });
  });
});

describe('PATCH /admin/v1/organizations/{id}', () => {
  it('changes what is given, takes away what is null, and tells the new state', async () => {
    const { body: acme } = await found({ description: 'Old', settings: { a: 1 } });
    const before = await etagOf(acme.id);
    app.clock.advance(60);
    const json = { slug: fresh('acme'), name: 'Acme', description: null, settings: { b: 2 } };
    const reply = await desk.ask<Shown>('PATCH', one(acme.id), { json, headers: { 'if-match': before } });
    expect(answerOf(reply)).toEqual({
      status: 200,
      body: { ...acme, ...json, updatedAt: app.clock.now().toISOString() },
    });
    expect(reply.headers.etag).toBe(await etagOf(acme.id));
    expect(reply.headers.etag).not.toBe(before);
    const { events } = await app.nest.get(AuditService).find({ organizationId: acme.id, kind: 'organization.changed' });
    expect(events).toMatchObject([
      {
        actor: desk.user.id,
        details: { fields: ['name', 'slug', 'description', 'settings'], slug: { from: slug, to: json.slug } },
      },
    ]);
  });

  it('leaves the state as it is where nothing differs', async () => {
    const { body: acme } = await found();
    app.clock.advance(60);
    expect((await desk.ask('PATCH', one(acme.id), { json: { slug, unknown: 1 } })).body).toEqual(acme);
  });

  it('refuses what is made up from an older state, on every change', async () => {
    const { body: acme } = await found();
    const headers = { 'if-match': await etagOf(acme.id) };
    app.clock.advance(1);
    await desk.ask('PATCH', one(acme.id), { json: { name: 'Newer' }, headers });
    for (const [method, path, json] of [
      ['PATCH', one(acme.id), { name: 'Older' }],
      ['DELETE', one(acme.id), undefined],
      ['POST', `${one(acme.id)}/restore`, undefined],
    ] as const) {
      expect(answerOf(await desk.ask(method, path, { headers, ...(json && { json }) }))).toEqual(STALE);
    }
    const weak = { 'if-match': `W/${await etagOf(acme.id)}` };
    expect(answerOf(await desk.ask('DELETE', one(acme.id), { headers: weak }))).toEqual(STALE);
    expect((await desk.ask('DELETE', one(acme.id), { headers: { 'if-match': 'acme' } })).status).toBe(400);
    expect((await desk.ask('DELETE', one(acme.id), { headers: { 'if-match': '*' } })).status).toBe(204);
  });

  it('refuses a change that does not fit', async () => {
    const { body: acme } = await found();
    expect(answerOf(await desk.ask('PATCH', one(acme.id), { json: { slug: 'A' } }))).toEqual({
      status: 422,
      body: UNFIT_SLUG,
    });
    expect(answerOf(await desk.ask('PATCH', one(acme.id), { json: { name: null } }))).toEqual({
      status: 422,
      body: unfit('body', 'name', 'is_text', 'name must be a text'),
    });
  });
});

describe('DELETE /admin/v1/organizations/{id} and POST …/restore', () => {
  it('deletes it with all that it has, and gives it all back', async () => {
    const { body: acme } = await found();
    app.clock.advance(60);
    const deleted = await desk.ask('DELETE', one(acme.id), { headers: { 'if-match': await etagOf(acme.id) } });
    expect([deleted.status, deleted.body]).toEqual([204, '']);
    const at = app.clock.now().toISOString();
    expect((await desk.ask('GET', one(acme.id))).body).toEqual({ ...acme, updatedAt: at, deletedAt: at });
    expect(answerOf(await desk.ask('DELETE', one(acme.id)))).toEqual(NO_SUCH);
    expect(answerOf(await desk.ask('PATCH', one(acme.id), { json: { name: 'x' } }))).toEqual(NO_SUCH);
    app.clock.advance(60);
    const headers = { 'if-match': await etagOf(acme.id) };
    const restored = await desk.ask('POST', `${one(acme.id)}/restore`, { headers });
    expect(answerOf(restored)).toEqual({ status: 200, body: { ...acme, updatedAt: app.clock.now().toISOString() } });
    expect((await desk.ask('POST', `${one(acme.id)}/restore`)).body).toEqual(restored.body);
    const { events } = await app.nest.get(AuditService).find({ organizationId: acme.id });
    expect(events.slice(0, 2)).toMatchObject([
      { kind: 'organization.restored', actor: desk.user.id },
      { kind: 'organization.deleted', actor: desk.user.id },
    ]);
  });
});

describe('an organization that is none', () => {
  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/restore'],
    ['GET', '/members'],
    ['POST', '/members'],
    ['GET', '/domains'],
    ['POST', '/domains'],
    ['GET', '/invitations'],
    ['POST', '/invitations'],
  ])('is not found by %s …%s', async (method, rest) => {
    const json = { accountId: ada.id, role: 'member', name: 'acme.example', email: 'eve@example.com' };
    for (const id of [NOBODY, 'acme', '%00', "'", NOBODY.toUpperCase()]) {
      const sending = method === 'GET' || method === 'DELETE' ? {} : { json };
      expect(answerOf(await desk.ask(method, `${one(id)}${rest}`, sending))).toEqual(NO_SUCH);
    }
  });
});

describe('who may', () => {
  const WRITE = ['organizations:write'] as const;

  it('is whoever administers, and a key that has the scope', async () => {
    const { body: acme } = await found();
    const [reader, writer] = [await apiKeyFor(app, 'organizations:read'), await apiKeyFor(app, ...WRITE)];
    const other = await apiKeyFor(app, 'accounts:write', 'audit:read');
    const statusOf = async (key: string, method: string, path: string, json?: object) =>
      (await ask(app, key, { method, path, ...(json && { json }) })).status;
    const read = async (key: string) => [
      await statusOf(key, 'GET', '/organizations'),
      await statusOf(key, 'GET', one(acme.id)),
      await statusOf(key, 'GET', `${one(acme.id)}/members`),
      await statusOf(key, 'GET', `${one(acme.id)}/members/${ada.id}`),
      await statusOf(key, 'GET', `${one(acme.id)}/domains`),
      await statusOf(key, 'GET', `${one(acme.id)}/invitations`),
    ];
    const write = async (key: string) => [
      await statusOf(key, 'POST', '/organizations', { slug: fresh('x'), name: 'X', ownerId: ada.id }),
      await statusOf(key, 'PATCH', one(acme.id), { name: 'Y' }),
      await statusOf(key, 'POST', `${one(acme.id)}/domains`, { name: 'acme.example' }),
      await statusOf(key, 'POST', `${one(acme.id)}/invitations`, { email: 'eve@example.com' }),
      await statusOf(key, 'PUT', `${one(acme.id)}/members/${ada.id}/role`, { role: 'owner' }),
      await statusOf(key, 'DELETE', one(acme.id)),
    ];
    expect(await read(reader)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await write(reader)).toEqual([403, 403, 403, 403, 403, 403]);
    expect(await read(other)).toEqual([403, 403, 403, 403, 403, 403]);
    expect(await write(other)).toEqual([403, 403, 403, 403, 403, 403]);
    expect(await read(writer)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await write(writer)).toEqual([201, 200, 201, 201, 200, 204]);
    const user = await openDesk(app, 'user', fresh('user'));
    expect(await read(user.token)).toEqual([403, 403, 403, 403, 403, 403]);
    expect((await app.send('GET', '/admin/v1/organizations')).status).toBe(401);
  });
});
