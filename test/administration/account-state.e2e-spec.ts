import { AuditService } from '#core/audit';
import { ClientsService } from '#core/clients';
import { OrganizationsService } from '#core/organizations';
import { SessionsService } from '#core/sessions';
import type { User } from '#core/users';
import { findAccount, openAccount } from '../support/accounts.js';
import { type Desk, openDesk, problem, tokenFor, unfit } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { fresh, freshEmail } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const NO_SUCH = { status: 404, body: problem(404, 'account_not_found', 'There is no such account') };
const LAST_OWNER = problem(409, 'last_owner', 'An organization keeps at least one owner');
const MONTH = 31 * 86_400;

let app: TestApp;
let desk: Desk;
let ada: User;
let email: string;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  email = freshEmail('ada');
  desk = await openDesk(app, 'admin', fresh('admin'));
  ada = await openAccount(app, { name: email });
});

afterAll(() => app.close());

const at = (path: string, id = ada.id) => `/accounts/${id}${path}`;
const use = (token: string) => app.send('GET', '/api/v3/auth/user', { headers: { authorization: `Bearer ${token}` } });

async function lastRecorded() {
  const { events } = await app.nest.get(AuditService).find();
  const { kind, actor, accountId, requestId, origin, details } =
    events.find((event) => event.kind.startsWith('admin.')) ?? {};
  return { kind, actor, accountId, origin, details, isFound: typeof requestId === 'string' };
}

const onRecord = (kind: string, details: object) => ({
  kind: `admin.${kind}`,
  actor: desk.user.id,
  accountId: ada.id,
  origin: 'admin',
  details,
  isFound: true,
});

describe('POST /admin/v1/accounts/{id}/disable and /enable', () => {
  it('shuts an account with all its sessions, and opens it again', async () => {
    const token = await tokenFor(app, ada);
    const disabled = await desk.ask('POST', at('/disable'));
    expect(disabled).toMatchObject({
      status: 200,
      headers: { etag: expect.any(String) },
      body: { enabled: false, disabledAt: app.clock.now().toISOString() },
    });
    expect(await lastRecorded()).toEqual(onRecord('account_disabled', { sessionsEnded: 1 }));
    expect(await use(token)).toMatchObject({ status: 401 });
    expect(await desk.ask('POST', at('/enable'))).toMatchObject({
      status: 200,
      body: { enabled: true, disabledAt: null },
    });
    expect(await lastRecorded()).toEqual(onRecord('account_enabled', {}));
    expect(await use(token)).toMatchObject({ status: 401 });
    expect((await desk.ask('GET', at('/sessions'))).body).toMatchObject({
      sessions: [{ endReason: 'account_disabled' }],
    });
  });

  it('leaves no organization without an owner', async () => {
    await app.nest.get(OrganizationsService).create({ slug: 'acme', name: 'Acme', ownerId: ada.id });
    expect(answerOf(await desk.ask('POST', at('/disable')))).toEqual({ status: 409, body: LAST_OWNER });
    expect(answerOf(await desk.ask('DELETE', at('')))).toEqual({ status: 409, body: LAST_OWNER });
    expect((await findAccount(app, email))?.isEnabled).toBe(true);
  });

  it.each(['/disable', '/enable', '/verify-email'])('%s is refused for a state that is no more', async (path) => {
    const headers = { 'if-match': String((await desk.ask('GET', at(''))).headers.etag) };
    await desk.ask('PATCH', at(''), { json: { firstName: 'Ada' } });
    const body = problem(412, 'stale_update', 'It has been changed meanwhile');
    expect(answerOf(await desk.ask('POST', at(path), { headers }))).toEqual({ status: 412, body });
  });
});

describe('PUT /admin/v1/accounts/{id}/role', () => {
  it('gives a role, which counts at once', async () => {
    const token = await tokenFor(app, ada);
    const call = () => app.send('GET', '/admin/v1/overview', { headers: { authorization: `Bearer ${token}` } });
    expect(await call()).toMatchObject({ status: 403 });
    expect(await desk.ask('PUT', at('/role'), { json: { role: 'admin' } })).toMatchObject({
      status: 200,
      body: { role: 'admin' },
    });
    expect(await lastRecorded()).toEqual(onRecord('role_changed', { from: 'user', to: 'admin' }));
    expect(await call()).toMatchObject({ status: 200 });
    await desk.ask('PUT', at('/role'), { json: { role: 'user' } });
    expect(await call()).toMatchObject({ status: 403 });
  });

  it('knows the roles that there are', async () => {
    const message = 'role must be one of guest, user, moderator, admin, superadmin';
    const body = unfit('body', 'role', 'is_choice', message);
    expect(answerOf(await desk.ask('PUT', at('/role'), { json: { role: 'king' } }))).toEqual({ status: 422, body });
    const missing = unfit('body', 'role', 'missing', 'role is required');
    expect(answerOf(await desk.ask('PUT', at('/role')))).toEqual({ status: 422, body: missing });
  });

  it('keeps the last superadmin', async () => {
    const root = await openDesk(app, 'superadmin');
    const body = problem(409, 'last_superadmin', 'At least one enabled superadmin has to remain');
    const self = root.user.id;
    expect(answerOf(await root.ask('PUT', at('/role', self), { json: { role: 'user' } }))).toEqual({
      status: 409,
      body,
    });
    expect(answerOf(await root.ask('POST', at('/disable', self)))).toEqual({ status: 409, body });
    expect(answerOf(await root.ask('DELETE', at('', self)))).toEqual({ status: 409, body });
  });
});

describe('POST /admin/v1/accounts/{id}/verify-email', () => {
  it('takes the administrator’s word for it', async () => {
    expect(await desk.ask('POST', at('/verify-email'))).toMatchObject({ status: 200, body: { emailVerified: true } });
    expect(await lastRecorded()).toEqual(onRecord('email_verified', {}));
  });

  it('wants an address', async () => {
    const { id } = await openAccount(app, { name: fresh('bob') });
    const body = problem(409, 'no_email_address', 'The account has no e-mail address to send a mail to');
    expect(answerOf(await desk.ask('POST', at('/verify-email', id)))).toEqual({ status: 409, body });
    expect(answerOf(await desk.ask('POST', at('/password-reset', id)))).toEqual({ status: 409, body });
  });
});

describe('POST /admin/v1/accounts/{id}/password-reset', () => {
  it('sends a mail, and ends the sessions where that is asked for', async () => {
    const token = await tokenFor(app, ada);
    expect(await desk.ask('POST', at('/password-reset'))).toMatchObject({ status: 204, body: '' });
    expect(await app.mailTo(email)).toMatchObject([{ subject: 'Choose a new password' }]);
    expect(await use(token)).toMatchObject({ status: 200 });
    expect(await desk.ask('POST', at('/password-reset'), { json: { endSessions: true } })).toMatchObject({
      status: 204,
    });
    expect(await lastRecorded()).toEqual(onRecord('password_reset_started', { sessionsEnded: 1 }));
    expect(await use(token)).toMatchObject({ status: 401 });
    const body = unfit('body', 'endSessions', 'is_flag', 'endSessions must be true or false');
    expect(answerOf(await desk.ask('POST', at('/password-reset'), { json: { endSessions: 1 } }))).toEqual({
      status: 422,
      body,
    });
  });
});

describe('/admin/v1/accounts/{id}/sessions', () => {
  it('lists them with all there is to tell, page by page', async () => {
    const order = {
      userId: ada.id,
      visitor: { origin: 'nap', address: '192.0.2.1', userAgent: 'phone' },
      isRefreshable: true,
    };
    const sessions = app.nest.get(SessionsService);
    const { session: old } = await sessions.open(order);
    app.clock.advance(MONTH);
    desk = await openDesk(app, 'admin', fresh('admin'));
    const { session } = await sessions.open({ userId: ada.id, visitor: { origin: 'kleister' }, isRefreshable: false });
    const first = await desk.ask<{ next: string }>('GET', at('/sessions?size=1'));
    const shown = {
      id: session.id,
      dialect: 'kleister',
      device: null,
      address: null,
      organizationId: null,
      createdAt: session.createdAt.toISOString(),
      lastUsedAt: session.lastUsedAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
      endedAt: null,
      endReason: null,
    };
    expect(answerOf(first)).toEqual({ status: 200, body: { sessions: [shown], next: expect.any(String) } });
    const second = await desk.ask('GET', at(`/sessions?size=1&cursor=${first.body.next}`));
    expect(second.body).toEqual({
      sessions: [
        {
          ...shown,
          id: old.id,
          dialect: 'nap',
          device: 'phone',
          address: '192.0.2.1',
          createdAt: old.createdAt.toISOString(),
          lastUsedAt: old.lastUsedAt.toISOString(),
          expiresAt: old.expiresAt.toISOString(),
          endedAt: old.idleExpiresAt.toISOString(),
          endReason: 'expired_idle',
        },
      ],
      next: null,
    });
    const invalid = problem(400, 'cursor_invalid', 'The page cursor is not valid');
    const theirs = await desk.ask('GET', at(`/sessions?cursor=${first.body.next}`, desk.user.id));
    expect(answerOf(theirs)).toEqual({ status: 400, body: invalid });
  });

  it('ends one, or all', async () => {
    const [one, two, three] = [await tokenFor(app, ada), await tokenFor(app, ada), await tokenFor(app, ada)];
    const { body } = await desk.ask<{ sessions: { id: string }[] }>('GET', at('/sessions'));
    const id = body.sessions[2]?.id ?? '';
    expect(await desk.ask('DELETE', at(`/sessions/${id}`))).toMatchObject({ status: 204, body: '' });
    expect(await lastRecorded()).toEqual(onRecord('session_ended', {}));
    expect([await use(one), await use(two)].map(({ status }) => status)).toEqual([401, 200]);
    const gone = problem(404, 'session_not_found', 'The account has no such session that is still good');
    const theirs = await desk.ask<{ sessions: { id: string }[] }>('GET', at('/sessions', desk.user.id));
    for (const unknown of [id, NOBODY, 'x', '%00', theirs.body.sessions[0]?.id ?? '']) {
      expect(answerOf(await desk.ask('DELETE', at(`/sessions/${unknown}`)))).toEqual({ status: 404, body: gone });
    }
    expect(answerOf(await desk.ask('DELETE', at('/sessions')))).toEqual({ status: 200, body: { ended: 2 } });
    expect(await use(three)).toMatchObject({ status: 401 });
    expect(answerOf(await desk.ask('DELETE', at('/sessions')))).toEqual({ status: 200, body: { ended: 0 } });
  });
});

describe('/admin/v1/accounts/{id}/clients', () => {
  it('lists them without secrets, makes them anew and takes them away', async () => {
    expect(answerOf(await desk.ask('GET', at('/clients')))).toEqual({ status: 200, body: { clients: [] } });
    const old = await app.nest.get(ClientsService).credentialsOf(ada.id);
    const reply = await desk.ask<{ clientId: string; clientSecret: string }>('POST', at('/clients'));
    expect(answerOf(reply)).toEqual({
      status: 201,
      body: { clientId: expect.stringMatching(/^[\w-]{22}$/), clientSecret: expect.stringMatching(/^[\w-]{43}$/) },
    });
    const { clientId } = reply.body;
    expect(await lastRecorded()).toEqual(onRecord('client_regenerated', {}));
    const createdAt = app.clock.now().toISOString();
    expect((await desk.ask('GET', at('/clients'))).body).toEqual({ clients: [{ clientId, createdAt }] });
    const gone = { status: 404, body: problem(404, 'client_not_found', 'The account has no such client') };
    expect(answerOf(await desk.ask('DELETE', at(`/clients/${old.clientId}`)))).toEqual(gone);
    expect(await desk.ask('DELETE', at(`/clients/${clientId}`))).toMatchObject({ status: 204, body: '' });
    expect(await lastRecorded()).toEqual(onRecord('client_revoked', {}));
    expect(answerOf(await desk.ask('DELETE', at(`/clients/${clientId}`)))).toEqual(gone);
  });
});

describe('an account that is not there', () => {
  it.each<[string, string, object?]>([
    ['POST', '/disable'],
    ['POST', '/enable'],
    ['PUT', '/role', { role: 'user' }],
    ['POST', '/verify-email'],
    ['POST', '/password-reset'],
    ['GET', '/sessions'],
    ['DELETE', '/sessions'],
    ['DELETE', `/sessions/${NOBODY}`],
    ['GET', '/clients'],
    ['POST', '/clients'],
    ['DELETE', '/clients/x'],
  ])('%s %s answers 404', async (method, path, ...[json]) => {
    for (const id of [NOBODY, 'x']) {
      expect(answerOf(await desk.ask(method, at(path, id), json && { json }))).toEqual(NO_SUCH);
    }
  });
});
