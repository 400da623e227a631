import { secondsAfter } from '#platform/clock';
import type { User } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { type OpenedSession, type Session, SessionsModule, SessionsService } from './index.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const SHORT = { SESSION_IDLE_TTL: '1h', SESSION_ABSOLUTE_TTL: '3h' };

let core: Core;
let sessions: SessionsService;
let user: User;

async function start(environment: Record<string, string> = {}): Promise<void> {
  core = await startCore([SessionsModule], { environment });
  sessions = core.get(SessionsService);
  user = await core.addUser('ada@example.com');
}

const open = (more: { clientId?: string; userId?: string } = {}) =>
  sessions.open({ userId: user.id, visitor: VISITOR, isRefreshable: true, ...more });

async function openRefreshable(): Promise<Required<OpenedSession>> {
  const { session, refreshToken } = await open();
  if (refreshToken === undefined) throw new Error('expected a refresh token');
  return { session, refreshToken };
}

const rotate = (token: string) => sessions.rotate(sessions.readRefreshToken(token));

const refusedOf = ({ id, userId }: Session, logReason: string) => ({
  outcome: 'refused',
  logReason,
  session: expect.objectContaining({ id, userId }),
});
const endOf = async (id: string) => (await sessions.find(id))?.endReason ?? null;

afterEach(() => core.close());

describe('a session', () => {
  beforeEach(() => start());

  it('keeps who opened it, from where, and how long it may last', async () => {
    const { session } = await sessions.open({
      userId: user.id,
      visitor: { origin: 'spec', address: '192.0.2.1', userAgent: 'x'.repeat(300) },
      clientId: 'c1',
      organizationId: 'o1',
      isRefreshable: false,
    });
    const now = core.clock.now();
    expect(await sessions.find(session.id)).toMatchObject({
      userId: user.id,
      user: { email: 'ada@example.com' },
      clientId: 'c1',
      organizationId: 'o1',
      origin: 'spec',
      address: '192.0.2.1',
      userAgent: 'x'.repeat(255),
      refreshDigest: null,
      createdAt: now,
      idleExpiresAt: secondsAfter(now, 30 * DAY),
      expiresAt: secondsAfter(now, 90 * DAY),
      endedAt: null,
      endReason: null,
    });
  });

  it('has a refresh token where that is asked for, and keeps none of its secret', async () => {
    expect(await sessions.open({ userId: user.id, visitor: VISITOR, isRefreshable: false })).not.toHaveProperty(
      'refreshToken',
    );
    const { refreshToken } = await openRefreshable();
    expect(refreshToken).toMatch(/^[\w-]{86}$/);
    expect(JSON.stringify(await core.rows('SELECT * FROM sessions'))).not.toContain(refreshToken.slice(25, 60));
  });

  it('is not found under another id', async () => {
    await open();
    for (const id of ['', 'x', '00000000-0000-7000-8000-000000000000', '%']) expect(await sessions.find(id)).toBeNull();
  });

  it('goes with its account', async () => {
    const { session } = await open();
    await core.database.transaction(() => core.database.manager.query('DELETE FROM users'));
    expect(await sessions.find(session.id)).toBeNull();
  });
});

describe('the limits of a session', () => {
  beforeEach(() => start(SHORT));

  it('end it when it was idle, with the moment and the reason recorded once', async () => {
    const { session } = await open();
    core.clock.advance(HOUR - 1);
    expect(await endOf(session.id)).toBeNull();
    core.clock.advance(1);
    const endedAt = core.clock.now();
    expect(await sessions.find(session.id)).toMatchObject({ endedAt, endReason: 'expired_idle' });
    core.clock.advance(DAY);
    expect(await sessions.find(session.id)).toMatchObject({ endedAt, endReason: 'expired_idle' });
    expect(await sessions.end(session.id, 'logout')).toBe(false);
  });

  it('are put off by use, at most once a minute, and never past the absolute one', async () => {
    const { session } = await open();
    const begun = core.clock.now();
    core.clock.advance(59);
    await sessions.touch(session);
    expect(await sessions.find(session.id)).toMatchObject({ lastUsedAt: begun });
    for (const idle of [1, 59, 59, 59]) {
      core.clock.advance(idle * 60);
      const found = await sessions.find(session.id);
      if (found?.endedAt !== null) throw new Error('expected a live session');
      await sessions.touch(found);
    }
    expect(await sessions.find(session.id)).toMatchObject({
      lastUsedAt: core.clock.now(),
      idleExpiresAt: session.expiresAt,
    });
    core.clock.advance(59);
    expect(await endOf(session.id)).toBeNull();
    core.clock.advance(2);
    expect(await endOf(session.id)).toBe('expired_absolute');
  });

  it('are not put off by a use that comes too late, nor after its end', async () => {
    const { session } = await open();
    await sessions.end(session.id, 'logout');
    core.clock.advance(120);
    await sessions.touch(session);
    expect(await sessions.find(session.id)).toMatchObject({ lastUsedAt: session.createdAt, endReason: 'logout' });
  });

  it('hold for refreshing too', async () => {
    const { session, refreshToken } = await openRefreshable();
    core.clock.advance(HOUR);
    expect(await rotate(refreshToken)).toEqual(refusedOf(session, 'session over: expired_idle'));
    expect(await endOf(session.id)).toBe('expired_idle');
  });

  it('are lengthened by a refresh', async () => {
    const { session, refreshToken } = await openRefreshable();
    core.clock.advance(HOUR - 1);
    await rotate(refreshToken);
    core.clock.advance(HOUR - 1);
    expect(await endOf(session.id)).toBeNull();
  });
});

describe('ending', () => {
  beforeEach(() => start());

  it('happens once', async () => {
    const { session } = await open();
    const reasons = ['logout', 'refresh_reuse'] as const;
    const haveEnded = await Promise.all(reasons.map((reason) => sessions.end(session.id, reason)));
    expect(haveEnded.filter(Boolean)).toHaveLength(1);
    expect(await endOf(session.id)).toBe(reasons[haveEnded.indexOf(true)]);
    expect(await sessions.end('unknown', 'logout')).toBe(false);
  });

  it('takes all sessions of an account, or all but one, and nobody else’s', async () => {
    const eve = await core.addUser('eve@example.com');
    const [one, two, three] = await Promise.all([open(), open(), open()]);
    const hers = await open({ userId: eve.id });
    expect(await sessions.endAllOf(user.id, 'password_changed', one.session.id)).toBe(2);
    expect(await Promise.all([one, two, three, hers].map(({ session }) => endOf(session.id)))).toEqual([
      null,
      'password_changed',
      'password_changed',
      null,
    ]);
    expect(await sessions.endAllOf(user.id, 'password_recovered')).toBe(1);
    expect(await endOf(two.session.id)).toBe('password_changed');
  });

  it('takes what a pair of client credentials opened', async () => {
    const [byClient, byOther, byPassword] = await Promise.all([
      open({ clientId: 'c1' }),
      open({ clientId: 'c2' }),
      open(),
    ]);
    expect(await sessions.endOpenedBy('c1', 'client_regenerated')).toBe(1);
    const ends = await Promise.all([byClient, byOther, byPassword].map(({ session }) => endOf(session.id)));
    expect(ends).toEqual(['client_regenerated', null, null]);
  });
});
