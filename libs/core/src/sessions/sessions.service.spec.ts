import { secondsAfter } from '#platform/clock';
import type { User } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { type OpenedSession, type Rotation, type Session, SessionsModule, SessionsService } from './index.js';

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

const refusedOf = ({ id, userId }: Session, logReason: string) => ({
  outcome: 'refused',
  logReason,
  session: expect.objectContaining({ id, userId }),
});
const tokenOf = (rotation: Rotation) => (rotation.outcome === 'refused' ? rotation.logReason : rotation.refreshToken);
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
    expect(await sessions.rotate(refreshToken)).toEqual(refusedOf(session, 'session over: expired_idle'));
    expect(await endOf(session.id)).toBe('expired_idle');
  });

  it('are lengthened by a refresh', async () => {
    const { session, refreshToken } = await openRefreshable();
    core.clock.advance(HOUR - 1);
    await sessions.rotate(refreshToken);
    core.clock.advance(HOUR - 1);
    expect(await endOf(session.id)).toBeNull();
  });
});

describe('a refresh token', () => {
  beforeEach(() => start());

  it('is spent for its successor, and that for the next', async () => {
    const { session, refreshToken } = await openRefreshable();
    const first = await sessions.rotate(refreshToken);
    expect(first).toMatchObject({ outcome: 'rotated', session: { id: session.id, userId: user.id } });
    const second = await sessions.rotate(tokenOf(first));
    expect(second).toMatchObject({ outcome: 'rotated' });
    expect(new Set([refreshToken, tokenOf(first), tokenOf(second)]).size).toBe(3);
  });

  it('yields the same successor again when the answer was lost, for a minute', async () => {
    const { session, refreshToken } = await openRefreshable();
    const successor = tokenOf(await sessions.rotate(refreshToken));
    for (const seconds of [0, 30, 29]) {
      core.clock.advance(seconds);
      expect(await sessions.rotate(refreshToken)).toMatchObject({ outcome: 'repeated', refreshToken: successor });
    }
    expect(await sessions.rotate(successor)).toMatchObject({ outcome: 'rotated' });
    expect(await endOf(session.id)).toBeNull();
  });

  it('is reuse after that minute, and ends its session', async () => {
    const { session, refreshToken } = await openRefreshable();
    const successor = tokenOf(await sessions.rotate(refreshToken));
    core.clock.advance(60);
    expect(await sessions.rotate(refreshToken)).toEqual(refusedOf(session, 'refresh_reuse'));
    expect(await endOf(session.id)).toBe('refresh_reuse');
    expect(await sessions.rotate(successor)).toEqual(refusedOf(session, 'session over: refresh_reuse'));
  });

  it('is reuse once its successor was used, and ends that session only', async () => {
    const other = await openRefreshable();
    const { session, refreshToken } = await openRefreshable();
    const successor = tokenOf(await sessions.rotate(refreshToken));
    await sessions.rotate(successor);
    expect(await sessions.rotate(refreshToken)).toEqual(refusedOf(session, 'refresh_reuse'));
    expect(await endOf(session.id)).toBe('refresh_reuse');
    expect(await endOf(other.session.id)).toBeNull();
    expect(await sessions.rotate(other.refreshToken)).toMatchObject({ outcome: 'rotated' });
  });

  it('harms nobody when it is altered or made up', async () => {
    const { session, refreshToken } = await openRefreshable();
    const flipped = [...refreshToken].map((character, place) => {
      const other = character === 'A' ? 'B' : 'A';
      return refreshToken.slice(0, place) + other + refreshToken.slice(place + 1);
    });
    const garbled = ['', '\0', `${refreshToken}A`, `${refreshToken}=`, refreshToken.slice(1), ` ${refreshToken}`];
    for (const token of [...flipped, ...garbled, 'A'.repeat(86), session.id]) {
      expect(await sessions.rotate(token)).toEqual({ outcome: 'refused', logReason: 'not a token of ours' });
    }
    expect(await sessions.rotate(refreshToken)).toMatchObject({ outcome: 'rotated' });
  });

  it('is refused once its session is over, whatever ended it', async () => {
    for (const reason of ['logout', 'password_changed', 'revoked_by_admin'] as const) {
      const { session, refreshToken } = await openRefreshable();
      await sessions.end(session.id, reason);
      expect(await sessions.rotate(refreshToken)).toEqual(refusedOf(session, `session over: ${reason}`));
      expect(await endOf(session.id)).toBe(reason);
    }
  });

  it('has one successor when fifty spend it at the same moment', async () => {
    const { session, refreshToken } = await openRefreshable();
    const rotations = await Promise.all(Array.from({ length: 50 }, () => sessions.rotate(refreshToken)));
    expect(rotations.filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1);
    expect(rotations.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(49);
    expect(new Set(rotations.map(tokenOf)).size).toBe(1);
    expect(await endOf(session.id)).toBeNull();
  });

  it('survives a transaction that is undone unspent', async () => {
    const { refreshToken } = await openRefreshable();
    const undone = core.database.transaction(async () => {
      await sessions.rotate(refreshToken);
      throw new Error('not admitted');
    });
    await expect(undone).rejects.toThrow('not admitted');
    core.clock.advance(DAY);
    expect(await sessions.rotate(refreshToken)).toMatchObject({ outcome: 'rotated' });
  });

  it('is told from others without being spent', async () => {
    const { session, refreshToken } = await openRefreshable();
    expect(await sessions.recognise(refreshToken)).toMatchObject({ outcome: 'current', session: { id: session.id } });
    const successor = tokenOf(await sessions.rotate(refreshToken));
    expect(await sessions.recognise(refreshToken)).toMatchObject({ outcome: 'spent' });
    expect(await sessions.recognise(successor)).toMatchObject({ outcome: 'current' });
    await sessions.rotate(successor);
    expect(await sessions.recognise(refreshToken)).toEqual(refusedOf(session, 'refresh_reuse'));
    expect(await endOf(session.id)).toBe('refresh_reuse');
  });
});

describe('ending', () => {
  beforeEach(() => start());

  it('happens once', async () => {
    const { session } = await open();
    expect(await Promise.all([sessions.end(session.id, 'logout'), sessions.end(session.id, 'refresh_reuse')])).toEqual([
      true,
      false,
    ]);
    expect(await endOf(session.id)).toBe('logout');
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
