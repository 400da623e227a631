import { FlowsModule, FlowsService } from '#core/flows';
import { KnownNetworks, LimitsModule } from '#core/limits';
import { OneTimeTokensModule, OneTimeTokensService } from '#core/one-time-tokens';
import { InvitationsService, OrganizationsModule, OrganizationsService } from '#core/organizations';
import { SessionHistory, SessionsModule, SessionsService } from '#core/sessions';
import { emailIdentifier, type User } from '#core/users';
import { Outbox } from '#platform/mail';
import { Sweeper, SweepingModule } from '#platform/sweeping';
import { type Core, type CoreOptions, startCore, VISITOR } from '../support/core-fixture.js';

const MINUTE = 60;
const DAY = 24 * 3600;

const RETENTION = {
  SESSION_RETENTION: '10d',
  MAIL_RETENTION: '5d',
  INVITATION_RETENTION: '20d',
  MULTI_TENANCY: 'true',
};

let core: Core;
let ada: User;

const start = (options: CoreOptions = {}) =>
  startCore([SessionsModule, FlowsModule, OneTimeTokensModule, OrganizationsModule, LimitsModule, SweepingModule], {
    environment: RETENTION,
    ...options,
  });

const sweep = () => core.get(Sweeper).sweep();

/** Moves on to just before that many seconds from now, where nothing may go, and then to that moment. */
async function expectGoneAfter(seconds: number, table: string, left = 0): Promise<void> {
  const before = await countOf(table);
  core.clock.advance(seconds - 1);
  await sweep();
  expect(await countOf(table)).toBe(before);
  core.clock.advance(1);
  await sweep();
  expect(await countOf(table)).toBe(left);
}

async function countOf(table: string, owner = core): Promise<number> {
  return (await owner.rows(`SELECT 1 FROM ${table}`)).length;
}

const openSession = () => core.get(SessionsService).open({ userId: ada.id, visitor: VISITOR, isRefreshable: true });

beforeEach(async () => {
  core = await start();
  ada = await core.addUser('ada@example.com');
});

afterEach(() => core.close());

describe('what is over is removed', () => {
  it('sessions that ended, once nobody asks why any more; the living stay', async () => {
    const sessions = core.get(SessionsService);
    const { session: ended } = await openSession();
    const { session: living } = await openSession();
    await sessions.end(ended.id, 'logout');
    core.clock.advance(10 * DAY - 1);
    await sweep();
    const { rows } = await core.get(SessionHistory).list(ada.id);
    expect(rows).toContainEqual(expect.objectContaining({ id: ended.id, endReason: 'logout' }));
    core.clock.advance(1);
    await sweep();
    expect(await sessions.find(ended.id)).toBeNull();
    expect(await sessions.find(living.id)).toMatchObject({ id: living.id, endedAt: null });
  });

  it('sessions that expired, counted from their absolute limit', async () => {
    await openSession();
    await expectGoneAfter(90 * DAY + 10 * DAY, 'sessions');
  });

  it('leaves the audit log as it is', async () => {
    const { session } = await openSession();
    await core.get(SessionsService).end(session.id, 'logout');
    const events = await countOf('audit_events');
    core.clock.advance(11 * DAY);
    await sweep();
    expect(await countOf('sessions')).toBe(0);
    expect(events).toBeGreaterThan(0);
    expect(await countOf('audit_events')).toBe(events);
  });

  it('flows whose time is up', async () => {
    await core.get(FlowsService).begin({ type: 'login', userId: ada.id, email: 'ada@example.com' });
    await expectGoneAfter(10 * MINUTE, 'flows');
  });

  it('mailed tokens that were not used in time', async () => {
    const order = { userId: ada.id, email: 'ada@example.com' };
    await core.get(OneTimeTokensService).issue({ ...order, purpose: 'verify_email', ttlSeconds: DAY });
    await core.get(OneTimeTokensService).issue({ ...order, purpose: 'recover_password', ttlSeconds: 2 * DAY });
    await expectGoneAfter(DAY, 'one_time_tokens', 1);
  });

  it('invitations that were settled; one that is merely expired can still be sent again', async () => {
    const { id } = await core.get(OrganizationsService).create({ slug: 'acme', name: 'Acme', ownerId: ada.id });
    const invitations = core.get(InvitationsService);
    const revoked = await invitations.invite(id, { email: emailIdentifier('eve@example.com'), role: 'member' });
    const expired = await invitations.invite(id, { email: emailIdentifier('bob@example.com'), role: 'member' });
    await invitations.revoke(id, revoked.id);
    await expectGoneAfter(20 * DAY, 'invitations', 1);
    await expect(invitations.resend(id, expired.id)).resolves.toMatchObject({ id: expired.id, status: 'pending' });
  });

  it('networks that nobody signed in from for too long', async () => {
    await core.get(KnownNetworks).note(ada.id, '192.0.2.1');
    await expectGoneAfter(90 * DAY, 'known_networks');
  });

  it('mails that were settled, and not those that wait to be sent', async () => {
    const mail = { to: 'ada@example.com', subject: 's', text: 't', html: 'h', links: [] };
    for (let count = 0; count < 4; count++) await core.get(Outbox).enqueue(mail);
    const [first, second, third] = await core.rows<{ id: string }>('SELECT id FROM outbox_messages ORDER BY id');
    await core.database.transaction(async () => {
      for (const [row, status] of [
        [first, 'sent'],
        [second, 'failed'],
        [third, 'queued'],
      ] as const) {
        await core.database.manager.query(`UPDATE outbox_messages SET status = '${status}' WHERE id = '${row?.id}'`);
      }
    });
    await expectGoneAfter(5 * DAY, 'outbox_messages', 1);
    expect(await core.rows('SELECT id FROM outbox_messages')).toEqual([third]);
  });
});

describe('several processes over one database', () => {
  it('remove together what one would, each row once', async () => {
    const flows = core.get(FlowsService);
    await core.database.transaction(async () => {
      for (let count = 0; count < 250; count++) {
        await flows.begin({ type: 'login', userId: ada.id, email: 'ada@example.com' });
      }
    });
    core.clock.advance(10 * MINUTE);
    const { id } = await flows.begin({ type: 'login', userId: ada.id, email: 'ada@example.com' });
    const other = await start({ beside: core });
    await Promise.all([sweep(), other.get(Sweeper).sweep()]);
    expect(await other.rows('SELECT id FROM flows')).toEqual([{ id }]);
    await other.close();
  });
});
