import { jest } from '@jest/globals';
import { InvalidOneTimeToken } from '#core/one-time-tokens';
import { PasswordsService, PasswordUnacceptable } from '#core/passwords';
import { SessionsService } from '#core/sessions';
import { emailIdentifier, type User, UsersService } from '#core/users';
import { Stopwatch } from '#platform/clock';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { RecoveryModule, RecoveryService } from './index.js';

const PASSWORD = 'correct horse';

let core: Core;
let recovery: RecoveryService;
let users: UsersService;
let ada: User;

beforeEach(async () => {
  core = await startCore([RecoveryModule], { environment: { PUBLIC_URL: 'https://id.example.com' } });
  recovery = core.get(RecoveryService);
  users = core.get(UsersService);
  ada = await core.addUser('ada@example.com');
});

afterEach(() => core.close());

const current = () => users.mustFindById(ada.id);
const recipients = async () => (await core.mails()).map(({ to }) => to);
const fits = async (password: string) =>
  (await core.get(PasswordsService).judge(password, (await current()).passwordHash)).matches;
const change = async (email: string) => users.changeEmail(await current(), emailIdentifier(email));
const confirm = async (email: string) => users.confirmEmail(await current(), email);

async function tokenFor(email: string): Promise<string> {
  await recovery.request(email, VISITOR);
  const [mail] = await core.mails();
  return new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '';
}

describe('request', () => {
  it('sends a link to the address, in whatever spelling it was asked for', async () => {
    const token = await tokenFor(' ADA@example.com');
    expect(await core.mails()).toEqual([
      expect.objectContaining({
        to: 'ada@example.com',
        subject: 'Choose a new password',
        links: [`https://id.example.com/account/reset-password?token=${token}`],
      }),
    ]);
    expect(await recovery.isUsable(token)).toBe(true);
  });

  it('sends nothing to nobody, to a user name, or for a disabled account, and says nothing of it', async () => {
    await core.addUser('bob');
    await users.setEnabled(ada.id, false);
    for (const name of ['eve@example.com', 'bob', 'ada@example.com', '']) {
      await expect(recovery.request(name, VISITOR)).resolves.toBeUndefined();
    }
    expect(await core.mails()).toEqual([]);
  });

  it('takes no less time for nobody than for somebody', async () => {
    const stopwatch = new Stopwatch();
    await recovery.request('eve@example.com', VISITOR);
    expect(stopwatch.elapsedMs()).toBeGreaterThanOrEqual(60);
  });

  it('sends nothing to a replaced address that was never confirmed: it may have been a slip', async () => {
    await change('right@example.com');
    await recovery.request('ada@example.com', VISITOR);
    await recovery.request('right@example.com', VISITOR);
    expect(await recipients()).toEqual(['right@example.com']);
  });

  it('sends nothing to an address that is not confirmed while the one it replaces is good', async () => {
    await confirm('ada@example.com');
    await change('new@example.com');
    await recovery.request('new@example.com', VISITOR);
    expect(await recipients()).toEqual([]);
    await recovery.request('ada@example.com', VISITOR);
    expect(await recipients()).toEqual(['ada@example.com']);
  });
});

describe('setPassword', () => {
  it('sets the password, ends every session and verifies the address', async () => {
    const sessions = core.get(SessionsService);
    const { session } = await sessions.open({ userId: ada.id, visitor: VISITOR, isRefreshable: true });
    const token = await tokenFor('ada@example.com');
    await recovery.setPassword(token, PASSWORD, VISITOR);
    expect(await fits(PASSWORD)).toBe(true);
    expect(await sessions.find(session.id)).toMatchObject({ endReason: 'password_recovered' });
    expect(await current()).toMatchObject({ isEmailVerified: true, emailConfirmedAt: core.clock.now() });
  });

  it('does so once', async () => {
    const token = await tokenFor('ada@example.com');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, (_, index) => recovery.setPassword(token, `${PASSWORD} ${index}`, VISITOR)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(recovery.setPassword(token, 'another one', VISITOR)).rejects.toThrow(InvalidOneTimeToken);
    expect(await fits('another one')).toBe(false);
  });

  it('leaves the link good when the password is refused', async () => {
    const token = await tokenFor('ada@example.com');
    await expect(recovery.setPassword(token, 'short', VISITOR)).rejects.toThrow(PasswordUnacceptable);
    expect(await recovery.isUsable(token)).toBe(true);
    await recovery.setPassword(token, PASSWORD, VISITOR);
    expect(await fits(PASSWORD)).toBe(true);
  });

  it('hashes nothing for a link that is none', async () => {
    const store = jest.spyOn(core.get(PasswordsService), 'store');
    await expect(recovery.setPassword('x'.repeat(43), PASSWORD, VISITOR)).rejects.toThrow(InvalidOneTimeToken);
    expect(store).not.toHaveBeenCalled();
  });

  it('takes the link for an hour, and that of the newest mail only', async () => {
    const older = await tokenFor('ada@example.com');
    const token = await tokenFor('ada@example.com');
    expect([await recovery.isUsable(older), await recovery.isUsable(token)]).toEqual([false, true]);
    core.clock.advance(3600);
    await expect(recovery.setPassword(token, PASSWORD, VISITOR)).rejects.toThrow(InvalidOneTimeToken);
    expect(await fits(PASSWORD)).toBe(false);
  });

  it('does not move the moment at which the address was first verified', async () => {
    await confirm('ada@example.com');
    const { emailConfirmedAt } = await current();
    core.clock.advance(60);
    await recovery.setPassword(await tokenFor('ada@example.com'), PASSWORD, VISITOR);
    expect(await current()).toMatchObject({ emailConfirmedAt });
  });

  it('undoes a change to another address, which whoever had the password may have begun', async () => {
    await confirm('ada@example.com');
    await change('thief@example.com');
    await recovery.setPassword(await tokenFor('ada@example.com'), PASSWORD, VISITOR);
    expect(await current()).toMatchObject({ email: 'ada@example.com', replacedEmail: null, isEmailVerified: true });
    expect(await confirm('thief@example.com')).toBe(false);
    expect(await users.findByIdentifier('thief@example.com', 'any')).toBeNull();
  });

  it('leaves one address, whole, when a change to another is confirmed at the same moment', async () => {
    await confirm('ada@example.com');
    await change('new@example.com');
    const token = await tokenFor('ada@example.com');
    await Promise.allSettled([recovery.setPassword(token, PASSWORD, VISITOR), confirm('new@example.com')]);
    const { email } = await current();
    expect(await core.rows('SELECT key FROM user_identifiers')).toEqual([{ key: email }]);
    expect(await fits(PASSWORD)).toBe(email === 'ada@example.com');
  });

  it('does not take the link to an address that the account has let go of', async () => {
    const token = await tokenFor('ada@example.com');
    await change('new@example.com');
    await confirm('new@example.com');
    await expect(recovery.setPassword(token, PASSWORD, VISITOR)).rejects.toThrow(InvalidOneTimeToken);
    expect(await fits(PASSWORD)).toBe(false);
    expect(await current()).toMatchObject({ email: 'new@example.com' });
  });
});
