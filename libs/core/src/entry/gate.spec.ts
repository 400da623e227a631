import { NotAMember, SeatingService } from '#core/organizations';
import { PasswordsService } from '#core/passwords';
import { emailIdentifier, type User, UsersService } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { EmailNotVerified, EntryModule, EntryService, InvalidCredentials } from './index.js';

const PASSWORD = 'correct horse';

let core: Core;
let users: UsersService;
let ada: User;

beforeEach(async () => {
  core = await startCore([EntryModule]);
  users = core.get(UsersService);
  const passwordHash = await core.get(PasswordsService).store(PASSWORD);
  ada = await core.addUser(['ada', 'ada@example.com'], { passwordHash });
});

afterEach(() => core.close());

const signIn = (demands: object, password = PASSWORD, identifier = 'ada') => {
  const credentials = { identifier, accept: 'any', password } as const;
  return core.get(EntryService).signIn(credentials, VISITOR, { demands, isRefreshable: true });
};
const sessionCount = async () => (await core.rows('SELECT id FROM sessions')).length;

describe('a way in that asks for a verified address', () => {
  const demands = { verifiedEmail: true };

  it('tells that it is missing only to who knows the password, and opens nothing', async () => {
    await expect(signIn(demands, 'wrong horse')).rejects.toThrow(InvalidCredentials);
    const refusal = { code: 'email_not_verified', userId: ada.id, email: 'ada@example.com' };
    await expect(signIn(demands)).rejects.toMatchObject(refusal);
    await expect(signIn(demands)).rejects.toThrow(EmailNotVerified);
    expect(await sessionCount()).toBe(0);
  });

  it('is open once it is verified', async () => {
    await users.confirmEmail(ada, 'ada@example.com');
    await expect(signIn(demands)).resolves.toMatchObject({ user: { id: ada.id } });
  });

  it('stays open while a new address awaits its proof, but not to who comes by that one', async () => {
    await users.confirmEmail(ada, 'ada@example.com');
    await users.changeEmail(ada, emailIdentifier('new@example.com'));
    await expect(signIn(demands, PASSWORD, ' NEW@example.com')).rejects.toThrow(EmailNotVerified);
    await expect(signIn(demands, PASSWORD, 'ADA@example.com')).resolves.toBeDefined();
    const { refreshToken = '' } = await signIn(demands);
    await expect(core.get(EntryService).refresh(refreshToken, VISITOR, demands)).resolves.toBeDefined();
    await users.confirmEmail(ada, 'new@example.com');
    await expect(signIn(demands, PASSWORD, 'new@example.com')).resolves.toBeDefined();
  });

  it('is closed to an account that changes from one unverified address to another', async () => {
    await users.changeEmail(ada, emailIdentifier('new@example.com'));
    await expect(signIn(demands)).rejects.toMatchObject({ email: 'new@example.com' });
  });
});

describe('a way in that asks for a seat', () => {
  it('is closed to who has none, and tells which it is to who has', async () => {
    await expect(signIn({ membership: true })).rejects.toThrow(NotAMember);
    expect(await sessionCount()).toBe(0);
    await core.get(SeatingService).welcome(ada);
    const { session, seat } = await signIn({ membership: true });
    expect(seat).toMatchObject({ organization: { slug: 'default' }, role: 'member' });
    expect(session.organizationId).toBe(seat?.organization.id);
  });

  it('takes no seat elsewhere for the one it asks for', async () => {
    await core.get(SeatingService).welcome(ada);
    await expect(signIn({ membership: { organizationId: 'elsewhere' } })).rejects.toThrow(NotAMember);
    const [seat] = await core.get(SeatingService).seatsOf(ada);
    const organizationId = seat?.organization.id;
    await expect(signIn({ membership: { organizationId } })).resolves.toMatchObject({ session: { organizationId } });
  });
});

describe('a way in that asks for nothing more', () => {
  it.each([{}, { verifiedEmail: false, membership: false }])('is open with %j', async (demands) => {
    const entrance = await signIn(demands);
    expect(entrance).not.toHaveProperty('seat');
    expect(entrance.session.organizationId).toBeNull();
  });
});
