import { LimitExceeded } from '#core/limits';
import { emailIdentifier, type User, UsersService } from '#core/users';
import { secondsAfter } from '#platform/clock';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import {
  AcceptanceService,
  AlreadyAMember,
  InvitationInvalid,
  InvitationNotFound,
  InvitationSettled,
  InvitationsService,
  MembersService,
  OrganizationNotFound,
  OrganizationsModule,
  OrganizationsService,
} from './index.js';

const WEEK_SECONDS = 7 * 24 * 3600;

let core: Core;
let invitations: InvitationsService;
let acceptance: AcceptanceService;
let ada: User;
let id: string;
let elsewhere: string;

async function start(environment: Record<string, string> = {}): Promise<void> {
  core = await startCore([OrganizationsModule], { environment: { MULTI_TENANCY: 'true', ...environment } });
  invitations = core.get(InvitationsService);
  acceptance = core.get(AcceptanceService);
  ada = await core.addUser('ada@example.com');
  const organizations = core.get(OrganizationsService);
  ({ id } = await organizations.create({ slug: 'acme', name: 'Acme <Sons>', ownerId: ada.id }));
  ({ id: elsewhere } = await organizations.create({ slug: 'other', name: 'Other', ownerId: ada.id }));
}

beforeEach(() => start());
afterEach(() => core.close());

const invite = (email = 'eve@example.com', role: 'member' | 'admin' = 'member') =>
  invitations.invite(id, { email: emailIdentifier(email), role, invitedBy: ada.id });

async function mailedToken(): Promise<string> {
  const [mail] = await core.mails();
  return new URL(mail?.links[0] ?? 'none:').searchParams.get('token') ?? '';
}

async function accepted(email: string, token: string): Promise<User> {
  const user = await core.addUser(email);
  await acceptance.accept(user, token);
  return user;
}

describe('an invitation', () => {
  it('goes out by mail, and the database keeps a digest of its token', async () => {
    const made = await invite('Eve@Example.com', 'admin');
    expect(made).toEqual({
      id: expect.any(String),
      organizationId: id,
      email: 'Eve@Example.com',
      role: 'admin',
      status: 'pending',
      invitedBy: ada.id,
      acceptedBy: null,
      createdAt: core.clock.now(),
      sentAt: core.clock.now(),
      expiresAt: secondsAfter(core.clock.now(), WEEK_SECONDS),
      settledAt: null,
    });
    const token = await mailedToken();
    expect(await core.mails()).toMatchObject([
      {
        to: 'Eve@Example.com',
        subject: 'Join Acme <Sons>',
        links: [expect.stringMatching(/\/account\/invitation\?token=[\w-]{43}$/)],
        html: expect.stringContaining('Acme &#60;Sons&#62;'),
      },
    ]);
    expect(JSON.stringify(await core.rows('SELECT * FROM invitations'))).not.toContain(token);
    expect(await invitations.mustFind(id, made.id)).toEqual(made);
  });

  it('seats who has the address, with its role, once', async () => {
    const made = await invite('eve@example.com', 'admin');
    const token = await mailedToken();
    expect(await acceptance.peek(token)).toMatchObject({
      organization: { id },
      email: 'eve@example.com',
      role: 'admin',
    });
    const eve = await accepted('EVE@example.com', token);
    expect(await core.get(MembersService).findSeat(eve.id, id)).toMatchObject({ role: 'admin' });
    expect(await invitations.mustFind(id, made.id)).toMatchObject({ status: 'accepted', acceptedBy: eve.id });
    await expect(acceptance.accept(eve, token)).rejects.toThrow(InvitationInvalid);
    await expect(acceptance.peek(token)).rejects.toThrow(InvitationInvalid);
  });

  it('seats one of fifty who use it at the same moment', async () => {
    await invite();
    const token = await mailedToken();
    const eve = await core.addUser('eve@example.com');
    const uses = await Promise.allSettled(Array.from({ length: 50 }, () => acceptance.accept(eve, token)));
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = uses.flatMap((use) => (use.status === 'rejected' ? [use.reason as unknown] : []));
    expect(refusals.every((reason) => reason instanceof InvitationInvalid)).toBe(true);
  });

  it('is not used up by an account of another address', async () => {
    await invite();
    const token = await mailedToken();
    await expect(accepted('mallory@example.com', token)).rejects.toThrow(InvitationInvalid);
    await expect(accepted('no-address', token)).rejects.toThrow(InvitationInvalid);
    await accepted('eve@example.com', token);
  });

  it('lasts as long as configured, to the second, and is told as expired', async () => {
    const made = await invite();
    const token = await mailedToken();
    core.clock.advance(WEEK_SECONDS - 1);
    await acceptance.peek(token);
    core.clock.advance(1);
    await expect(accepted('eve@example.com', token)).rejects.toThrow(InvitationInvalid);
    expect(await invitations.mustFind(id, made.id)).toMatchObject({ status: 'expired' });
    expect((await invitations.list(id, {}, 'expired')).rows).toHaveLength(1);
    expect((await invitations.list(id, {}, 'pending')).rows).toEqual([]);
  });

  it('is good by its newest mail alone when sent again, also after it has expired', async () => {
    const made = await invite();
    const older = await mailedToken();
    core.clock.advance(WEEK_SECONDS);
    expect(await invitations.resend(id, made.id)).toMatchObject({ status: 'pending', sentAt: core.clock.now() });
    await expect(acceptance.peek(older)).rejects.toThrow(InvitationInvalid);
    await accepted('eve@example.com', await mailedToken());
    await expect(invitations.resend(id, made.id)).rejects.toThrow(InvitationSettled);
    await expect(invitations.revoke(id, made.id)).rejects.toThrow(InvitationSettled);
  });

  it('is of no use once it is revoked, or replaced by another to the same address', async () => {
    const first = await invite();
    const older = await mailedToken();
    const second = await invite('EVE@example.com', 'admin');
    expect(await invitations.mustFind(id, first.id)).toMatchObject({ status: 'revoked', settledAt: core.clock.now() });
    await expect(acceptance.peek(older)).rejects.toThrow(InvitationInvalid);
    const newer = await mailedToken();
    expect(await invitations.revoke(id, second.id)).toMatchObject({ status: 'revoked' });
    await expect(accepted('eve@example.com', newer)).rejects.toThrow(InvitationInvalid);
    await expect(invitations.resend(id, second.id)).rejects.toThrow(InvitationSettled);
  });

  it('is pending once for an address that is invited twice at the same moment', async () => {
    await Promise.all([invite(), invite()]);
    expect((await invitations.list(id, {}, 'pending')).rows).toHaveLength(1);
    expect((await invitations.list(id)).rows).toHaveLength(2);
  });

  it('is of no use while its organisation is deleted', async () => {
    await invite();
    const token = await mailedToken();
    await core.get(OrganizationsService).delete(id);
    await expect(acceptance.peek(token)).rejects.toThrow(InvitationInvalid);
    await expect(invite('late@example.com')).rejects.toThrow(OrganizationNotFound);
    await core.get(OrganizationsService).restore(id);
    await accepted('eve@example.com', token);
  });

  it('is not for members, nor for the banned, whichever came first', async () => {
    await expect(invite('ada@example.com')).rejects.toThrow(AlreadyAMember);
    await invite();
    const token = await mailedToken();
    const eve = await core.addUser('eve@example.com');
    await core.get(MembersService).add(id, eve.id, 'member');
    await core.get(MembersService).ban(id, eve.id);
    await expect(invite()).rejects.toThrow(AlreadyAMember);
    await expect(acceptance.accept(eve, token)).rejects.toThrow(AlreadyAMember);
    expect((await invitations.list(id, {}, 'accepted')).rows).toEqual([]);
    expect(await core.get(MembersService).seatsOf(eve.id)).toEqual([]);
  });

  it('is accepted by mail for the account of the address, once that is verified', async () => {
    await invite();
    const token = await mailedToken();
    await expect(acceptance.acceptByMail(token, VISITOR)).rejects.toThrow(InvitationInvalid);
    const eve = await core.addUser('eve@example.com');
    await expect(acceptance.acceptByMail(token, VISITOR)).rejects.toThrow(InvitationInvalid);
    await core.get(UsersService).confirmEmail(eve, 'eve@example.com');
    expect(await acceptance.acceptByMail(token, VISITOR)).toMatchObject({ organization: { id } });
    expect(await core.get(MembersService).seatsOf(eve.id)).toMatchObject([{ organization: { id } }]);
  });

  it("is not to be had by another organisation's id, nor its token made up", async () => {
    const made = await invite();
    for (const use of [
      () => invitations.mustFind(elsewhere, made.id),
      () => invitations.resend(elsewhere, made.id),
      () => invitations.revoke(elsewhere, made.id),
    ]) {
      await expect(use()).rejects.toThrow(InvitationNotFound);
    }
    const [row] = await core.rows<{ digest: string }>('SELECT digest FROM invitations');
    for (const token of ['', '\0', '%', `${await mailedToken()} `, row?.digest ?? '', made.id]) {
      await expect(acceptance.peek(token)).rejects.toThrow(InvitationInvalid);
    }
    expect((await invitations.list(elsewhere)).rows).toEqual([]);
  });

  it('cannot be used to flood an address', async () => {
    await core.close();
    await start({ LIMITS: 'strict' });
    for (let count = 0; count < 6; count++) await invite();
    await expect(invite()).rejects.toThrow(LimitExceeded);
    expect(await core.mails()).toHaveLength(6);
  });
});
