import { jest } from '@jest/globals';
import { ClientsService } from '#core/clients';
import { EmailVerificationService } from '#core/email-verification';
import { LimitExceeded } from '#core/limits';
import { InvitationInvalid, MembersService } from '#core/organizations';
import { PasswordsService, PasswordUnacceptable } from '#core/passwords';
import { emailIdentifier, IdentifierTaken, type Role, ROLES, usernameIdentifier, UsersService } from '#core/users';
import { HashPool } from '#platform/crypto';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { RegistrationModule, RegistrationService, RoleNotAllowed, type SignUp } from './index.js';

const TABLES = ['users', 'user_identifiers', 'memberships', 'clients', 'one_time_tokens', 'outbox_messages'];

let core: Core;
let registration: RegistrationService;

async function start(environment: Record<string, string> = {}): Promise<void> {
  core = await startCore([RegistrationModule], { environment });
  registration = core.get(RegistrationService);
}

const order = (more: Partial<SignUp> = {}): SignUp => ({
  identifier: emailIdentifier('ada@example.com'),
  password: 'correct horse',
  ...more,
});

async function counts(): Promise<number[]> {
  const rows = await Promise.all(TABLES.map((table) => core.rows(`SELECT * FROM ${table}`)));
  return rows.map(({ length }) => length);
}

const NOTHING = TABLES.map(() => 0);

beforeEach(() => start());
afterEach(() => core.close());

describe('signUp', () => {
  it('opens an account with a seat, and sends a mail to verify its address', async () => {
    const userMetadata = { theme: 'dark' };
    const user = await registration.signUp(order({ firstName: 'Ada', lastName: 'Lovelace', userMetadata }), VISITOR);
    expect(await core.get(UsersService).mustFindById(user.id)).toMatchObject({
      email: 'ada@example.com',
      username: null,
      role: 'user',
      firstName: 'Ada',
      lastName: 'Lovelace',
      userMetadata,
      appMetadata: {},
      isEmailVerified: false,
      isEnabled: true,
    });
    expect(await core.get(PasswordsService).judge('correct horse', user.passwordHash)).toMatchObject({ matches: true });
    expect(await core.get(MembersService).seatsOf(user.id)).toMatchObject([
      { organization: { slug: 'default' }, role: 'member' },
    ]);
    expect(await core.mails()).toMatchObject([{ to: 'ada@example.com', subject: 'Confirm your e-mail address' }]);
    expect(await counts()).toEqual([1, 1, 1, 0, 1, 1]);
  });

  it('sends no mail to a name that is no address', async () => {
    await registration.signUp(order({ identifier: usernameIdentifier('ada') }), VISITOR);
    expect(await counts()).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it('leaves nothing behind when its last step fails', async () => {
    jest.spyOn(core.get(EmailVerificationService), 'sendTo').mockRejectedValueOnce(new Error('disk full'));
    await expect(registration.signUp(order(), VISITOR)).rejects.toThrow('disk full');
    expect(await counts()).toEqual(NOTHING);
    await expect(registration.signUp(order(), VISITOR)).resolves.toMatchObject({ email: 'ada@example.com' });
  });

  it('refuses without a trace, and before the costly hash, whatever is not acceptable', async () => {
    await core.addUser('taken@example.com');
    const before = await counts();
    const run = jest.spyOn(core.get(HashPool), 'run');
    const signUp = (more: Partial<SignUp>) => registration.signUp(order(more), VISITOR);
    await expect(signUp({ password: 'short' })).rejects.toThrow(PasswordUnacceptable);
    await expect(signUp({ role: 'admin' })).rejects.toThrow(RoleNotAllowed);
    await expect(signUp({ identifier: emailIdentifier('TAKEN@example.com') })).rejects.toThrow(IdentifierTaken);
    expect(run).not.toHaveBeenCalled();
    await expect(signUp({ invitation: 'x' })).rejects.toThrow(InvitationInvalid);
    expect(await counts()).toEqual(before);
  });

  it('opens one account when several want the same name at the same moment', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => registration.signUp(order(), VISITOR)));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toEqual(Array(4).fill(new IdentifierTaken('email')));
    expect(await counts()).toEqual([1, 1, 1, 0, 1, 1]);
  });

  it('is counted by the address that it comes from', async () => {
    await core.close();
    await start({ LIMITS: 'strict' });
    for (let time = 0; time < 20; time++) {
      await expect(registration.signUp(order({ password: 'short' }), VISITOR)).rejects.toThrow(PasswordUnacceptable);
    }
    await expect(registration.signUp(order(), VISITOR)).rejects.toThrow(LimitExceeded);
    await expect(registration.signUp(order(), { ...VISITOR, address: '192.0.2.2' })).resolves.toBeDefined();
  });
});

describe('signUpClient', () => {
  it('issues client credentials in the same step', async () => {
    const credentials = await registration.signUpClient(order(), VISITOR);
    const user = await core.get(UsersService).findByIdentifier('ada@example.com', 'any');
    await expect(core.get(ClientsService).prove(credentials)).resolves.toMatchObject({ userId: user?.id });
    expect(await counts()).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('opens no account when that fails', async () => {
    jest.spyOn(core.get(ClientsService), 'credentialsOf').mockRejectedValueOnce(new Error('disk full'));
    await expect(registration.signUpClient(order(), VISITOR)).rejects.toThrow('disk full');
    expect(await counts()).toEqual(NOTHING);
  });
});

describe('the role of a new account', () => {
  const given = async (role: Role, sponsor?: Role): Promise<boolean> => {
    const vouching = sponsor && (await core.addUser(`sponsor-${role}`, { role: sponsor }));
    const identifier = usernameIdentifier(`new-${role}`);
    const attempt = registration.signUp(order({ identifier, role }), VISITOR, vouching);
    return attempt.then(
      (user) => user.role === role,
      (error: unknown) => !(error instanceof RoleNotAllowed),
    );
  };

  it.each<[Role | undefined, Role[]]>([
    [undefined, ['guest', 'user']],
    ['guest', ['guest', 'user']],
    ['user', ['guest', 'user']],
    ['moderator', ['guest', 'user']],
    ['admin', ['guest', 'user', 'moderator', 'admin']],
    ['superadmin', ['guest', 'user', 'moderator', 'admin', 'superadmin']],
  ])('that %p vouches for is one of %j', async (sponsor, allowed) => {
    const verdicts: Role[] = [];
    for (const role of ROLES) if (await given(role, sponsor)) verdicts.push(role);
    expect(verdicts).toEqual(allowed);
  });

  it('is what the settings open to everybody', async () => {
    await core.close();
    await start({ SELF_REGISTRATION_ROLES: 'moderator' });
    expect([await given('moderator'), await given('guest')]).toEqual([true, false]);
    await expect(registration.signUp(order({ role: 'admin' }), VISITOR)).rejects.toThrow(
      new RoleNotAllowed('admin', ['moderator']),
    );
  });
});
