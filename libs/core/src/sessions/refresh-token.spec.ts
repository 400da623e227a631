import type { User } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { type OpenedSession, type Rotation, type Session, SessionsModule, SessionsService } from './index.js';

const DAY = 86_400;

let core: Core;
let sessions: SessionsService;
let user: User;

beforeEach(async () => {
  core = await startCore([SessionsModule]);
  sessions = core.get(SessionsService);
  user = await core.addUser('ada@example.com');
});

afterEach(() => core.close());

async function openRefreshable(): Promise<Required<OpenedSession>> {
  const { session, refreshToken } = await sessions.open({ userId: user.id, visitor: VISITOR, isRefreshable: true });
  if (refreshToken === undefined) throw new Error('expected a refresh token');
  return { session, refreshToken };
}

const rotate = (token: string) => sessions.rotate(sessions.readRefreshToken(token));
const recognise = (token: string) => sessions.recognise(sessions.readRefreshToken(token));

const refusedOf = ({ id, userId }: Session, logReason: string) => ({
  outcome: 'refused',
  logReason,
  session: expect.objectContaining({ id, userId }),
});
const tokenOf = (rotation: Rotation) => (rotation.outcome === 'refused' ? rotation.logReason : rotation.refreshToken);
const endOf = async (id: string) => (await sessions.find(id))?.endReason ?? null;

describe('a refresh token', () => {
  it('is spent for its successor, and that for the next', async () => {
    const { session, refreshToken } = await openRefreshable();
    const first = await rotate(refreshToken);
    expect(first).toMatchObject({ outcome: 'rotated', session: { id: session.id, userId: user.id } });
    const second = await rotate(tokenOf(first));
    expect(second).toMatchObject({ outcome: 'rotated' });
    expect(new Set([refreshToken, tokenOf(first), tokenOf(second)]).size).toBe(3);
  });

  it('yields the same successor again when the answer was lost, for a minute', async () => {
    const { session, refreshToken } = await openRefreshable();
    const successor = tokenOf(await rotate(refreshToken));
    for (const seconds of [0, 30, 29]) {
      core.clock.advance(seconds);
      expect(await rotate(refreshToken)).toMatchObject({ outcome: 'repeated', refreshToken: successor });
    }
    expect(await rotate(successor)).toMatchObject({ outcome: 'rotated' });
    expect(await endOf(session.id)).toBeNull();
  });

  it('is reuse after that minute, and ends its session', async () => {
    const { session, refreshToken } = await openRefreshable();
    const successor = tokenOf(await rotate(refreshToken));
    core.clock.advance(60);
    expect(await rotate(refreshToken)).toEqual(refusedOf(session, 'refresh_reuse'));
    expect(await endOf(session.id)).toBe('refresh_reuse');
    expect(await rotate(successor)).toEqual(refusedOf(session, 'session over: refresh_reuse'));
  });

  it('is reuse once its successor was used, and ends that session only', async () => {
    const other = await openRefreshable();
    const { session, refreshToken } = await openRefreshable();
    const successor = tokenOf(await rotate(refreshToken));
    await rotate(successor);
    expect(await rotate(refreshToken)).toEqual(refusedOf(session, 'refresh_reuse'));
    expect(await endOf(session.id)).toBe('refresh_reuse');
    expect(await endOf(other.session.id)).toBeNull();
    expect(await rotate(other.refreshToken)).toMatchObject({ outcome: 'rotated' });
  });

  it('harms nobody when it is altered or made up', async () => {
    const { session, refreshToken } = await openRefreshable();
    const flipped = [...refreshToken].map((character, place) => {
      const other = character === 'A' ? 'B' : 'A';
      return refreshToken.slice(0, place) + other + refreshToken.slice(place + 1);
    });
    const garbled = ['', '\0', `${refreshToken}A`, `${refreshToken}=`, refreshToken.slice(1), ` ${refreshToken}`];
    for (const token of [...flipped, ...garbled, 'A'.repeat(86), session.id]) {
      expect(await rotate(token)).toEqual({ outcome: 'refused', logReason: 'not a token of ours' });
    }
    expect(await rotate(refreshToken)).toMatchObject({ outcome: 'rotated' });
  });

  it('is refused once its session is over, whatever ended it', async () => {
    for (const reason of ['logout', 'password_changed', 'revoked_by_admin'] as const) {
      const { session, refreshToken } = await openRefreshable();
      await sessions.end(session.id, reason);
      expect(await rotate(refreshToken)).toEqual(refusedOf(session, `session over: ${reason}`));
      expect(await endOf(session.id)).toBe(reason);
    }
  });

  it('has one successor when fifty spend it at the same moment', async () => {
    const { session, refreshToken } = await openRefreshable();
    const rotations = await Promise.all(Array.from({ length: 50 }, () => rotate(refreshToken)));
    expect(rotations.filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1);
    expect(rotations.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(49);
    expect(new Set(rotations.map(tokenOf)).size).toBe(1);
    expect(await endOf(session.id)).toBeNull();
  });

  it('survives a transaction that is undone unspent', async () => {
    const { refreshToken } = await openRefreshable();
    const undone = core.database.transaction(async () => {
      await rotate(refreshToken);
      throw new Error('not admitted');
    });
    await expect(undone).rejects.toThrow('not admitted');
    core.clock.advance(DAY);
    expect(await rotate(refreshToken)).toMatchObject({ outcome: 'rotated' });
  });

  it('is told from others without being spent', async () => {
    const { session, refreshToken } = await openRefreshable();
    expect(await recognise(refreshToken)).toMatchObject({ outcome: 'current', session: { id: session.id } });
    const successor = tokenOf(await rotate(refreshToken));
    expect(await recognise(refreshToken)).toMatchObject({ outcome: 'spent' });
    expect(await recognise(successor)).toMatchObject({ outcome: 'current' });
    await rotate(successor);
    expect(await recognise(refreshToken)).toEqual(refusedOf(session, 'refresh_reuse'));
    expect(await endOf(session.id)).toBe('refresh_reuse');
  });
});
