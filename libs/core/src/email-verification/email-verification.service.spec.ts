import { LimitExceeded } from '#core/limits';
import { InvalidOneTimeToken } from '#core/one-time-tokens';
import { emailIdentifier, type User, UsersService } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { EmailAlreadyVerified, EmailVerificationModule, EmailVerificationService, UnknownEmail } from './index.js';

const DAY = 86_400;

let core: Core;
let verification: EmailVerificationService;
let ada: User;

beforeEach(async () => {
  core = await startCore([EmailVerificationModule], { environment: { PUBLIC_URL: 'https://id.example.com' } });
  verification = core.get(EmailVerificationService);
  ada = await core.addUser('Ada@example.com');
});

afterEach(() => core.close());

const current = () => core.get(UsersService).mustFindById(ada.id);
const links = async () => (await core.mails()).flatMap((mail) => mail.links);
const tokens = async () => (await links()).map((link) => new URL(link).searchParams.get('token') ?? '');

async function newestToken(): Promise<string> {
  const [token] = await tokens();
  if (token === undefined) throw new Error('expected a mail');
  return token;
}

describe('request', () => {
  it('sends a mail to the address of the account, with a link that verifies it', async () => {
    await verification.request(' ADA@example.com', VISITOR);
    const mails = await core.mails();
    expect(mails).toEqual([expect.objectContaining({ to: 'Ada@example.com', subject: 'Confirm your e-mail address' })]);
    const token = await newestToken();
    expect(mails[0]?.links).toEqual([`https://id.example.com/account/verify-email?token=${token}`]);

    core.clock.advance(60);
    await verification.verify(token, VISITOR);
    expect(await current()).toMatchObject({ isEmailVerified: true, emailConfirmedAt: core.clock.now() });
  });

  it('knows no address of nobody, and no user name', async () => {
    await core.addUser('bob');
    for (const name of ['eve@example.com', 'bob', '']) {
      await expect(verification.request(name, VISITOR)).rejects.toThrow(UnknownEmail);
    }
    expect(await core.mails()).toEqual([]);
  });

  it('does not send what is not needed', async () => {
    await verification.request('ada@example.com', VISITOR);
    await verification.verify(await newestToken(), VISITOR);
    await expect(verification.request('ada@example.com', VISITOR)).rejects.toThrow(EmailAlreadyVerified);
    expect(await core.mails()).toHaveLength(1);
  });

  it('sends so many mails to one address, and no more', async () => {
    const requests = Array.from({ length: 31 }, () => verification.request('ada@example.com', VISITOR));
    const outcomes = await Promise.allSettled(requests);
    expect(outcomes.filter(({ status }) => status !== 'fulfilled')).toEqual([
      { status: 'rejected', reason: expect.any(LimitExceeded) },
    ]);
    expect(await core.mails()).toHaveLength(30);
  });
});

describe('sendTo', () => {
  it('sends nothing to an account without an address', async () => {
    await verification.sendTo(await core.addUser('bob'));
    expect(await core.mails()).toEqual([]);
  });
});

describe('verify', () => {
  it('uses the link up, and looking at it does not', async () => {
    await verification.sendTo(ada);
    const token = await newestToken();
    expect(await verification.isUsable(token)).toBe(true);
    expect(await verification.isUsable(token)).toBe(true);
    await verification.verify(token, VISITOR);
    expect(await verification.isUsable(token)).toBe(false);
    await expect(verification.verify(token, VISITOR)).rejects.toThrow(InvalidOneTimeToken);
  });

  it('takes the link of the newest mail only', async () => {
    await verification.sendTo(ada);
    const older = await newestToken();
    await verification.sendTo(ada);
    await expect(verification.verify(older, VISITOR)).rejects.toThrow(InvalidOneTimeToken);
    expect((await current()).isEmailVerified).toBe(false);
    await verification.verify(await newestToken(), VISITOR);
    expect((await current()).isEmailVerified).toBe(true);
  });

  it('takes it for a day', async () => {
    await verification.sendTo(ada);
    const token = await newestToken();
    core.clock.advance(DAY);
    expect(await verification.isUsable(token)).toBe(false);
    await expect(verification.verify(token, VISITOR)).rejects.toThrow(InvalidOneTimeToken);
    expect((await current()).isEmailVerified).toBe(false);
  });

  it('does not take the link to one address for the proof of another', async () => {
    await verification.sendTo(ada);
    const token = await newestToken();
    await core.get(UsersService).changeEmail(ada, emailIdentifier('new@example.com'));
    await expect(verification.verify(token, VISITOR)).rejects.toThrow(InvalidOneTimeToken);
    expect(await current()).toMatchObject({ email: 'new@example.com', isEmailVerified: false });
  });

  it('takes a made-up token for none', async () => {
    await expect(verification.verify('x'.repeat(43), VISITOR)).rejects.toThrow(InvalidOneTimeToken);
  });
});
