import type { User } from '#core/users';
import { openAccount, PASSWORD } from '../support/accounts.js';
import { apiKeyFor, ask, type Desk, openDesk, problem, unfit } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { fresh, freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Shown {
  readonly sequence: number;
  readonly kind: string;
}

interface Listed {
  readonly events: readonly Shown[];
  readonly next: string | null;
}

let app: TestApp;
let desk: Desk;
let ada: User;
let email: string;

beforeAll(async () => {
  app = await startTestApp({ MULTI_TENANCY: 'true' });
});

/** Each has a minute of its own. */
beforeEach(async () => {
  app.clock.advance(60);
  email = freshEmail('ada');
  desk = await openDesk(app, 'admin', fresh('admin'));
  ada = await openAccount(app, { name: email });
});

afterAll(() => app.close());

const list = async (query: string) => (await desk.ask<Listed>('GET', `/audit-events?${query}`)).body;
const kinds = async (query: string) => (await list(query)).events.map(({ kind }) => kind);
const signIn = (password = PASSWORD) =>
  app.send<{ accessToken: string }>('POST', '/api/v3/auth/login', { json: { email, password } });

describe('GET /admin/v1/audit-events', () => {
  it('tells what happened as a whole', async () => {
    const reply = await signIn('a wrong password');
    const [event] = (await list(`accountId=${ada.id}&size=1`)).events;
    expect(event).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      sequence: expect.any(Number),
      kind: 'sign_in.failed',
      at: app.clock.now().toISOString(),
      actor: 'anybody',
      accountId: ada.id,
      sessionId: null,
      organizationId: null,
      origin: 'cadenza',
      address: '127.0.0.1',
      requestId: reply.headers['x-request-id'],
      details: { credential: 'password', reason: 'wrong password' },
    });
  });

  it('finds it by account, organization, kind and time', async () => {
    const now = () => encodeURIComponent(app.clock.now().toISOString());
    const start = now();
    await signIn();
    app.clock.advance(60);
    const from = now();
    const json = { slug: fresh('acme'), name: 'Acme', ownerId: ada.id };
    const { body: acme } = await desk.ask<{ id: string }>('POST', '/organizations', { json });
    app.clock.advance(60);
    const until = now();
    await signIn('a wrong password');

    expect(await kinds(`accountId=${ada.id}`)).toEqual([
      'sign_in.failed',
      'member.seated',
      'sign_in.succeeded',
      'sign_up',
    ]);
    expect(await kinds(`organizationId=${acme.id}`)).toEqual(['member.seated', 'organization.created']);
    expect(await kinds(`organizationId=${acme.id}&accountId=${ada.id}`)).toEqual(['member.seated']);
    expect(await kinds(`kind=sign_in.failed&from=${start}`)).toEqual(['sign_in.failed']);
    expect(await kinds(`from=${from}&until=${until}`)).toEqual(['member.seated', 'organization.created']);
    expect(await kinds(`from=${until}`)).toEqual(['sign_in.failed']);
    expect(await kinds('kind=admin.account_created')).toEqual([]);
    expect(await kinds('accountId=nobody')).toEqual([]);
  });

  it('goes page by page, the newest first, and new events shift nothing', async () => {
    for (let time = 0; time < 3; time++) await signIn();
    const { events } = await list(`accountId=${ada.id}`);
    const pages: Shown[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor = next === '' ? '' : `&cursor=${next}`;
      const page: Listed = await list(`accountId=${ada.id}&size=2${cursor}`);
      pages.push(...page.events);
      next = page.next;
      await signIn();
    }
    expect(pages).toEqual(events);
  });

  it.each(['x', 'a.b', ''])('takes no cursor such as "%s", nor one of another list', async (cursor) => {
    for (let time = 0; time < 2; time++) await signIn();
    const { next } = await list(`accountId=${ada.id}&size=1`);
    const invalid = { status: 400, body: problem(400, 'cursor_invalid', 'The page cursor is not valid') };
    for (const query of [
      `accountId=${ada.id}&cursor=${String(next)}${cursor}z`,
      `cursor=${String(next)}`,
      `accountId=${desk.user.id}&cursor=${String(next)}`,
      `accountId=${ada.id}&kind=sign_up&cursor=${String(next)}`,
    ]) {
      expect(answerOf(await desk.ask('GET', `/audit-events?${query}`))).toEqual(invalid);
    }
  });

  it.each([
    ['kind=lunch', 'kind', 'is_kind', 'kind must be a kind of event'],
    ['kind=admin.%00', 'kind', 'is_kind', 'kind must be a kind of event'],
    ['from=yesterday', 'from', 'is_moment', 'from must be a date and time such as 2030-01-01T12:00:00Z'],
    ['until=2030', 'until', 'is_moment', 'until must be a date and time such as 2030-01-01T12:00:00Z'],
    ['size=0', 'size', 'is_whole_number', 'size must be a whole number from 1 to 200'],
    [
      'accountId=%00',
      'accountId',
      'is_identifier',
      'accountId must be a text of 1 to 255 characters without control characters',
    ],
  ])('refuses %s', async (query, field, rule, message) => {
    const body = unfit('query', field, rule, message);
    expect(answerOf(await desk.ask('GET', `/audit-events?${query}`))).toEqual({ status: 422, body });
  });

  it('is for administrators, and keys that have its scope', async () => {
    const statusBy = async (credential: string) =>
      (await ask(app, credential, { method: 'GET', path: '/audit-events' })).status;
    expect(await statusBy(await apiKeyFor(app, 'audit:read'))).toBe(200);
    expect(await statusBy(await apiKeyFor(app, 'accounts:write', 'organizations:write'))).toBe(403);
    expect(await statusBy((await openDesk(app, 'moderator', fresh('moderator'))).token)).toBe(403);
    expect((await app.send('GET', '/admin/v1/audit-events')).status).toBe(401);
  });
});
