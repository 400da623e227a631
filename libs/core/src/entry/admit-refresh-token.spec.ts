import { InvalidRefreshToken, SessionsModule, SessionsService } from '#core/sessions';
import { type User, UsersService } from '#core/users';
import { Random } from '#platform/random';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { EntryModule, EntryService } from './index.js';

const RETRY_WINDOW_SECONDS = 60;
const IDLE_SECONDS = 30 * 24 * 3600;

describe('EntryService.admitRefreshToken', () => {
  let core: Core;
  let entry: EntryService;
  let sessions: SessionsService;
  let users: UsersService;

  beforeEach(async () => {
    core = await startCore([EntryModule, SessionsModule]);
    [entry, sessions, users] = [core.get(EntryService), core.get(SessionsService), core.get(UsersService)];
  });
  afterEach(() => core.close());

  async function signedIn(): Promise<{ user: User; id: string; token: string }> {
    const user = await core.addUser('ada@example.com');
    const { session, refreshToken } = await sessions.open({ userId: user.id, visitor: VISITOR, isRefreshable: true });
    return { user, id: session.id, token: refreshToken ?? '' };
  }

  const refreshed = async (token: string): Promise<string> => (await entry.refresh(token, VISITOR)).refreshToken;
  const endOf = async (id: string) => (await sessions.find(id))?.endReason;

  it('tells whose token it is and in which session', async () => {
    const { user, id, token } = await signedIn();

    const admitted = await entry.admitRefreshToken(token, VISITOR);

    expect([admitted.user.id, admitted.session.id]).toEqual([user.id, id]);
  });

  it('spends nothing, however often it is asked', async () => {
    const { id, token } = await signedIn();
    const before = await sessions.find(id);

    await entry.admitRefreshToken(token, VISITOR);
    await entry.admitRefreshToken(token, VISITOR);

    expect(await sessions.find(id)).toEqual(before);
    await expect(entry.refresh(token, VISITOR)).resolves.toMatchObject({ session: { id, endedAt: null } });
  });

  it('takes the token spent last as long as its retry would be answered', async () => {
    const { id, token } = await signedIn();
    const successor = await refreshed(token);
    core.clock.advance(RETRY_WINDOW_SECONDS - 1);

    expect(await entry.admitRefreshToken(token, VISITOR)).toMatchObject({ session: { id } });
    expect(await refreshed(token)).toBe(successor);
  });

  it('takes the token spent last for reuse once its retry is over', async () => {
    const { id, token } = await signedIn();
    await refreshed(token);
    core.clock.advance(RETRY_WINDOW_SECONDS);

    await expect(entry.admitRefreshToken(token, VISITOR)).rejects.toThrow(InvalidRefreshToken);

    expect(await endOf(id)).toBe('refresh_reuse');
  });

  it('takes the token spent last for reuse once its successor was used', async () => {
    const { id, token } = await signedIn();
    await refreshed(await refreshed(token));

    await expect(entry.admitRefreshToken(token, VISITOR)).rejects.toThrow(InvalidRefreshToken);

    expect(await endOf(id)).toBe('refresh_reuse');
  });

  it('refuses a made-up or altered token and harms nobody', async () => {
    const { id, token } = await signedIn();
    const random = new Random().bytes(64).toString('base64url');
    const altered = `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`;

    for (const bad of [random, altered, `${token}A`, token.slice(1), '', 'nonsense']) {
      await expect(entry.admitRefreshToken(bad, VISITOR)).rejects.toThrow(InvalidRefreshToken);
    }

    expect(await endOf(id)).toBeNull();
  });

  it('refuses the token of a session that has ended, and leaves the reason as it is', async () => {
    const { id, token } = await signedIn();
    await sessions.end(id, 'logout');

    await expect(entry.admitRefreshToken(token, VISITOR)).rejects.toThrow(InvalidRefreshToken);

    expect(await endOf(id)).toBe('logout');
  });

  it('refuses the token of a session that was idle too long', async () => {
    const { id, token } = await signedIn();
    core.clock.advance(IDLE_SECONDS);

    await expect(entry.admitRefreshToken(token, VISITOR)).rejects.toThrow(InvalidRefreshToken);

    expect(await endOf(id)).toBe('expired_idle');
  });

  it('refuses the token of a disabled account, which is good again when the account is', async () => {
    const { user, id, token } = await signedIn();
    await users.setEnabled(user.id, false);
    await expect(entry.admitRefreshToken(token, VISITOR)).rejects.toThrow(InvalidRefreshToken);

    await users.setEnabled(user.id, true);

    expect(await entry.admitRefreshToken(token, VISITOR)).toMatchObject({ session: { id } });
  });
});
