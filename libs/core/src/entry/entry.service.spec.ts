import { jest } from '@jest/globals';
import { ClientsService, InvalidClient } from '#core/clients';
import { LimitExceeded } from '#core/limits';
import { NotAMember } from '#core/organizations';
import { PasswordQueueFull, PasswordsService } from '#core/passwords';
import { InvalidRefreshToken, SessionsService } from '#core/sessions';
import { AccessTokensService, InvalidAccessToken } from '#core/tokens';
import { type User, UsersService } from '#core/users';
import { HashPool } from '#platform/crypto';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { EmailNotVerified, EntryModule, EntryService, InvalidCredentials } from './index.js';

const PASSWORD = 'correct horse';
const REFRESHABLE = { isRefreshable: true };

let core: Core;
let entry: EntryService;
let users: UsersService;
let ada: User;

async function start(environment: Record<string, string> = {}): Promise<void> {
  core = await startCore([EntryModule], { environment });
  entry = core.get(EntryService);
  users = core.get(UsersService);
  ada = await core.addUser(['ada', 'ada@example.com'], {
    passwordHash: await core.get(PasswordsService).store(PASSWORD),
  });
}

const credentials = (identifier = 'ada', password = PASSWORD, accept: 'any' | 'email' = 'any') => ({
  identifier,
  password,
  accept,
});
const signIn = (identifier?: string, password?: string) =>
  entry.signIn(credentials(identifier, password), VISITOR, REFRESHABLE);
const accessToken = async ({ session }: Awaited<ReturnType<typeof signIn>>) =>
  (await core.get(AccessTokensService).issueFor(session)).token;
const current = () => users.mustFindById(ada.id);
const sessionCount = async () => (await core.rows('SELECT id FROM sessions')).length;
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'admitted',
    (error: unknown) => (error instanceof Error && 'logReason' in error ? error.logReason : error),
  );

beforeEach(() => start());
afterEach(() => core.close());

describe('signing in with a password', () => {
  it.each(['ada', ' ADA ', 'Ada@Example.com'])('opens a session for %p and remembers the moment', async (name) => {
    core.clock.advance(60);
    const { user, session, refreshToken, seat } = await signIn(name);
    expect(user).toMatchObject({ id: ada.id, lastSignInAt: core.clock.now() });
    expect(session).toMatchObject({ userId: ada.id, origin: VISITOR.origin, address: VISITOR.address, clientId: null });
    expect(refreshToken).toEqual(expect.any(String));
    expect(seat).toBeUndefined();
    expect((await current()).lastSignInAt).toEqual(core.clock.now());
  });

  it('says and costs the same for nobody, a wrong password and a disabled account, and opens nothing', async () => {
    const eve = await core.addUser('eve', { passwordHash: ada.passwordHash });
    await users.setEnabled(eve.id, false);
    const run = jest.spyOn(core.get(HashPool), 'run');
    const attempts = [
      ['nobody', PASSWORD, 'unknown'],
      ['ada', 'wrong horse', 'wrong password'],
      ['eve', PASSWORD, 'account disabled'],
      ['eve', 'wrong horse', 'wrong password'],
      ['', '', 'unknown'],
    ] as const;
    for (const [name, password, logReason] of attempts) {
      run.mockClear();
      await expect(signIn(name, password)).rejects.toThrow(new InvalidCredentials(logReason));
      expect(await reasonOf(signIn(name, password))).toBe(logReason);
      expect(run.mock.calls.map(([task]) => task.kind)).toEqual(['bcrypt-verify', 'bcrypt-verify']);
    }
    expect(await sessionCount()).toBe(0);
    expect((await current()).lastSignInAt).toBeNull();
  });

  it('takes turns by the place it comes from and the account it tries, by whichever name, existing or not', async () => {
    const run = jest.spyOn(core.get(HashPool), 'run');
    for (const name of ['ada', 'Ada@Example.com']) await signIn(name);
    await expect(signIn('Nobody')).rejects.toThrow(InvalidCredentials);
    const place = `place ${VISITOR.address}`;
    const account = `account ${ada.id}`;
    expect(run.mock.calls.map(([, behalf]) => behalf?.parties)).toEqual([
      [place, account],
      [place, account],
      [place, 'account nobody'],
    ]);
  });

  it('takes no user name where an e-mail address is asked for', async () => {
    const attempt = entry.signIn(credentials('ada', PASSWORD, 'email'), VISITOR, REFRESHABLE);
    expect(await reasonOf(attempt)).toBe('unknown');
  });

  it('stores an outdated password anew, also when several sign in at the same moment', async () => {
    await users.setPasswordHash(ada.id, '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW');
    await expect(Promise.all([signIn('ada', 'U*U'), signIn('ada', 'U*U')])).resolves.toHaveLength(2);
    const { passwordHash } = await current();
    expect(passwordHash).toMatch(/^\$hmac-sha256-bcrypt\$\$2b\$04\$/);
    await signIn('ada', 'U*U');
    expect((await current()).passwordHash).toBe(passwordHash);
  });

  it('lets its owner in although there is no room for storing an outdated password anew', async () => {
    const outdated = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
    await users.setPasswordHash(ada.id, outdated);
    jest.spyOn(core.get(PasswordsService), 'store').mockRejectedValueOnce(new PasswordQueueFull(1));
    await expect(signIn('ada', 'U*U')).resolves.toMatchObject({ user: { id: ada.id } });
    expect((await current()).passwordHash).toBe(outdated);
  });
});

describe('a disabled account', () => {
  it('is refused by every way in, and let in again once it is enabled', async () => {
    const entrance = await signIn();
    const bearer = await accessToken(entrance);
    const refreshToken = entrance.refreshToken ?? '';
    const client = await core.get(ClientsService).credentialsOf(ada.id);
    const clientBearer = await accessToken(await entry.signInClient(client, VISITOR));
    const ways: Record<string, () => Promise<unknown>> = {
      password: () => signIn(),
      client: () => entry.signInClient(client, VISITOR),
      'refresh token': () => entry.refresh(refreshToken, VISITOR),
      'access token': () => entry.admit(bearer),
      'access token of a client': () => entry.admit(clientBearer),
      renewal: () => entry.renew(bearer, VISITOR),
      'refresh token, unspent': () => entry.admitRefreshToken(refreshToken, VISITOR),
    };
    await users.setEnabled(ada.id, false);
    const before = await sessionCount();
    for (const way of Object.values(ways)) expect(await reasonOf(way())).toBe('account disabled');
    expect(await sessionCount()).toBe(before);
    await users.setEnabled(ada.id, true);
    for (const way of Object.values(ways).reverse()) expect(await reasonOf(way())).toBe('admitted');
  });
});

describe('signing in as a client', () => {
  it('opens a session of those credentials, without a refresh token', async () => {
    const client = await core.get(ClientsService).credentialsOf(ada.id);
    const entrance = await entry.signInClient(client, VISITOR);
    expect(entrance).toMatchObject({
      user: { id: ada.id },
      session: { clientId: expect.any(String), refreshDigest: null },
    });
    expect(entrance).not.toHaveProperty('refreshToken');
  });

  it('refuses a wrong pair', async () => {
    const { clientId } = await core.get(ClientsService).credentialsOf(ada.id);
    for (const pair of [
      { clientId, clientSecret: 'x' },
      { clientId: 'x', clientSecret: 'x' },
    ]) {
      await expect(entry.signInClient(pair, VISITOR)).rejects.toThrow(InvalidClient);
    }
    expect(await sessionCount()).toBe(0);
  });
});

describe('client credentials that are replaced while they are used', () => {
  it('leave no session of theirs behind', async () => {
    const clients = core.get(ClientsService);
    const old = await clients.credentialsOf(ada.id);
    const regenerate = () =>
      core.database.transaction(async () => {
        const { replacedId = '' } = await clients.replace(ada.id);
        await core.get(SessionsService).endOpenedBy(replacedId, 'client_regenerated');
      });
    const signIns = Array.from({ length: 5 }, () => entry.signInClient(old, VISITOR));
    await Promise.allSettled([...signIns.slice(0, 2), regenerate(), ...signIns.slice(2)]);
    expect(await core.rows('SELECT id FROM sessions WHERE ended_at IS NULL')).toEqual([]);
    await expect(entry.signInClient(old, VISITOR)).rejects.toThrow(InvalidClient);
  });
});

describe('refreshing', () => {
  it('leaves the token unspent when this way in demands more than the account has', async () => {
    const { refreshToken = '' } = await signIn();
    await expect(entry.refresh(refreshToken, VISITOR, { verifiedEmail: true })).rejects.toThrow(EmailNotVerified);
    await expect(entry.refresh(refreshToken, VISITOR, { membership: true })).rejects.toThrow(NotAMember);
    core.clock.advance(3600);
    await expect(entry.refresh(refreshToken, VISITOR)).resolves.toMatchObject({ user: { id: ada.id } });
  });

  it('ends the session on reuse, although it is refused', async () => {
    const { session, refreshToken = '' } = await signIn();
    const second = await entry.refresh(refreshToken, VISITOR);
    await entry.refresh(second.refreshToken, VISITOR);
    await expect(entry.refresh(refreshToken, VISITOR)).rejects.toThrow(InvalidRefreshToken);
    expect(await core.get(SessionsService).find(session.id)).toMatchObject({ endReason: 'refresh_reuse' });
  });

  it('gives fifty who come at the same moment the same successor', async () => {
    const { refreshToken = '' } = await signIn();
    const refreshed = await Promise.all(Array.from({ length: 50 }, () => entry.refresh(refreshToken, VISITOR)));
    expect(new Set(refreshed.map((one) => one.refreshToken)).size).toBe(1);
  });
});

describe('an access token', () => {
  it('tells who bears it, as long as its session lives', async () => {
    const entrance = await signIn();
    const bearer = await accessToken(entrance);
    expect(await entry.admit(bearer)).toMatchObject({
      user: { id: ada.id },
      session: { id: entrance.session.id },
      claims: { sub: ada.id, sid: entrance.session.id },
    });
    await core.get(SessionsService).end(entrance.session.id, 'logout');
    await expect(entry.admit(bearer)).rejects.toThrow(InvalidAccessToken);
    expect(await reasonOf(entry.admit(bearer))).toBe('session over: logout');
  });

  it('is refused from the first request after the session was idle too long', async () => {
    await core.close();
    await start({ SESSION_IDLE_TTL: '10m' });
    const bearer = await accessToken(await signIn());
    core.clock.advance(600);
    expect(await reasonOf(entry.admit(bearer))).toBe('session over: expired_idle');
    expect(await reasonOf(entry.admit(bearer))).toBe('session over: expired_idle');
  });

  it('is good for no session but its own', async () => {
    const eve = await core.addUser('eve');
    const { session } = await signIn();
    const expiresAt = session.expiresAt;
    const stranger = { id: session.id, userId: eve.id, clientId: null, expiresAt };
    const ghost = { id: 'none', userId: ada.id, clientId: null, expiresAt };
    for (const forged of [stranger, ghost]) {
      const { token } = await core.get(AccessTokensService).issueFor(forged);
      expect(await reasonOf(entry.admit(token))).toBe('no such session');
    }
  });
});

describe('guessing', () => {
  beforeEach(async () => {
    await core.close();
    await start({ LIMITS: 'strict' });
  });

  it('is stopped before anything is judged, in whatever spelling', async () => {
    for (const name of ['ada', 'ADA', ' ada', 'Ada', 'ａｄａ', 'ada', 'ada', 'ada', 'ada', 'ada']) {
      await expect(signIn(name, 'wrong horse')).rejects.toThrow(InvalidCredentials);
    }
    const run = jest.spyOn(core.get(HashPool), 'run');
    await expect(signIn()).rejects.toThrow(LimitExceeded);
    expect(run).not.toHaveBeenCalled();
  });

  it('is not what an owner does who signs in often', async () => {
    for (let time = 0; time < 15; time++) await expect(signIn()).resolves.toBeDefined();
  });
});
