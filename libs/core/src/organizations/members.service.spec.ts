import { CursorInvalid } from '#core/paging';
import type { User } from '#core/users';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import {
  AlreadyAMember,
  LastOwner,
  MemberNotFound,
  MembersService,
  OrganizationNotFound,
  OrganizationsModule,
  OrganizationsService,
} from './index.js';

let core: Core;
let members: MembersService;
let ada: User;
let eve: User;
let id: string;

beforeEach(async () => {
  core = await startCore([OrganizationsModule], { environment: { MULTI_TENANCY: 'true' } });
  members = core.get(MembersService);
  [ada, eve] = [await core.addUser('ada@example.com'), await core.addUser('eve@example.com')];
  ({ id } = await core.get(OrganizationsService).create({ slug: 'acme', name: 'Acme', ownerId: ada.id }));
});

afterEach(() => core.close());

const owners = async () =>
  (await members.list(id, {}, { role: 'owner', status: 'active' })).rows.map(({ user }) => user.id);

describe('a member', () => {
  it('sits there from when they were added, with a role that can be changed', async () => {
    core.clock.advance(60);
    await members.add(id, eve.id, 'member');
    expect(await members.mustFind(id, eve.id)).toMatchObject({
      user: { id: eve.id },
      role: 'member',
      status: 'active',
      joinedAt: core.clock.now(),
      lastActiveAt: null,
    });
    await members.setRole(id, eve.id, 'admin');
    expect(await members.findSeat(eve.id, id)).toMatchObject({ organization: { slug: 'acme' }, role: 'admin' });
    await members.recordActivity(eve.id, id);
    expect(await members.mustFind(id, eve.id)).toMatchObject({ lastActiveAt: core.clock.now() });
  });

  it('is added once, also by two at once, and a banned one not at all', async () => {
    const twice = await Promise.allSettled([members.add(id, eve.id, 'member'), members.add(id, eve.id, 'admin')]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await members.ban(id, eve.id);
    await expect(members.add(id, eve.id, 'owner')).rejects.toThrow(AlreadyAMember);
    expect(await members.findSeat(eve.id, id)).toBeUndefined();
  });

  it('has no seat while banned, and the old one afterwards', async () => {
    await members.add(id, eve.id, 'admin');
    await members.ban(id, eve.id);
    expect(await members.seatsOf(eve.id)).toEqual([]);
    expect((await members.listSeats(eve.id)).rows).toEqual([]);
    expect((await members.list(id, {}, { status: 'banned' })).rows).toMatchObject([
      { user: { id: eve.id }, role: 'admin' },
    ]);
    await members.unban(id, eve.id);
    expect(await members.seatsOf(eve.id)).toMatchObject([{ role: 'admin' }]);
  });

  it('is gone when removed, and can come again', async () => {
    await members.add(id, eve.id, 'member');
    await members.remove(id, eve.id);
    await expect(members.mustFind(id, eve.id)).rejects.toThrow(MemberNotFound);
    await members.add(id, eve.id, 'member');
  });

  it('is nobody who does not sit there, and no organisation is one that does not exist', async () => {
    const there = '00000000-0000-7000-8000-000000000000';
    for (const [at, error] of [
      [id, MemberNotFound],
      [there, OrganizationNotFound],
    ] as const) {
      await expect(members.setRole(at, eve.id, 'owner')).rejects.toThrow(error);
      await expect(members.ban(at, eve.id)).rejects.toThrow(error);
      await expect(members.unban(at, eve.id)).rejects.toThrow(error);
      await expect(members.remove(at, eve.id)).rejects.toThrow(error);
    }
    await expect(members.add(there, eve.id, 'member')).rejects.toThrow(OrganizationNotFound);
    await expect(members.list(there)).rejects.toThrow(OrganizationNotFound);
  });
});

describe('the last owner', () => {
  const LOSSES = {
    'made a member': (userId: string) => members.setRole(id, userId, 'member'),
    banned: (userId: string) => members.ban(id, userId),
    removed: (userId: string) => members.remove(id, userId),
  };

  it.each(Object.entries(LOSSES))('is not %s', async (_, lose) => {
    await members.add(id, eve.id, 'admin');
    await expect(lose(ada.id)).rejects.toThrow(LastOwner);
    await members.setRole(id, eve.id, 'owner');
    await members.ban(id, eve.id);
    await expect(lose(ada.id)).rejects.toThrow(LastOwner);
    await members.unban(id, eve.id);
    await lose(ada.id);
    expect(await owners()).toEqual([eve.id]);
  });

  it.each(Object.entries(LOSSES))('of two stays when both are %s at the same moment', async (_, lose) => {
    await members.add(id, eve.id, 'owner');
    const outcomes = await Promise.allSettled([lose(ada.id), lose(eve.id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes).toContainEqual({ status: 'rejected', reason: expect.any(LastOwner) });
    expect(await owners()).toHaveLength(1);
  });

  it('may stay one', async () => {
    await members.setRole(id, ada.id, 'owner');
    await members.unban(id, ada.id);
    expect(await owners()).toEqual([ada.id]);
  });
});

describe('the list of members', () => {
  it('tells each once, page by page, and those of one role or state', async () => {
    for (const name of ['b', 'c', 'd', 'e'])
      await members.add(id, (await core.addUser(`${name}@example.com`)).id, 'member');
    await members.add(id, eve.id, 'admin');
    const emails: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await members.list(id, { size: 4, ...(cursor !== undefined && { cursor }) });
      emails.push(...page.rows.map(({ user }) => user.email));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(emails).toEqual(['ada', 'eve', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.com`));
    expect((await members.list(id, {}, { role: 'member' })).rows).toHaveLength(4);
    expect((await members.list(id, {}, { status: 'banned' })).rows).toEqual([]);
  });

  it('takes no cursor of another organisation, or of another filter', async () => {
    await members.add(id, eve.id, 'member');
    const other = await core.get(OrganizationsService).create({ slug: 'other', name: 'Other', ownerId: ada.id });
    const { next = '' } = await members.list(id, { size: 1 });
    expect((await members.list(id, { cursor: next })).rows).toMatchObject([{ user: { id: eve.id } }]);
    await expect(members.list(other.id, { cursor: next })).rejects.toThrow(CursorInvalid);
    await expect(members.list(id, { cursor: next }, { role: 'member' })).rejects.toThrow(CursorInvalid);
  });
});
