import type { User } from '#core/users';
import { CursorInvalid } from '#core/paging';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import {
  InvitationInvalid,
  MembersService,
  type Organization,
  OrganizationInvalid,
  OrganizationNotFound,
  OrganizationsModule,
  OrganizationsService,
  SeatingService,
  SlugTaken,
  StaleUpdate,
} from './index.js';

let core: Core;
let organizations: OrganizationsService;
let members: MembersService;
let ada: User;

async function start(environment: Record<string, string> = {}): Promise<void> {
  core = await startCore([OrganizationsModule], { environment });
  organizations = core.get(OrganizationsService);
  members = core.get(MembersService);
  ada = await core.addUser('ada@example.com');
}

afterEach(() => core.close());

const write = (sql: string) => core.database.transaction(() => core.database.manager.query(sql));
const create = (slug: string) => organizations.create({ slug, name: slug.toUpperCase(), ownerId: ada.id });

describe('the default organisation', () => {
  beforeEach(() => start());

  it('is there from the start, once, whatever is started beside', async () => {
    const other = await startCore([OrganizationsModule], { beside: core });
    await other.get(OrganizationsService).onModuleInit();
    expect(await core.rows('SELECT slug, name FROM organizations')).toEqual([{ slug: 'default', name: 'Default' }]);
    await other.close();
  });

  it('is made once by two who do not see it yet', async () => {
    await write('DELETE FROM organizations');
    await Promise.all([organizations.onModuleInit(), organizations.onModuleInit()]);
    expect(await core.rows('SELECT slug FROM organizations')).toEqual([{ slug: 'default' }]);
  });

  it('takes every new account as a member', async () => {
    expect(await members.seatsOf(ada.id)).toEqual([]);
    await core.get(SeatingService).welcome(ada, { isRequired: true });
    expect(await members.seatsOf(ada.id)).toMatchObject([{ organization: { slug: 'default' }, role: 'member' }]);
  });

  it('takes nobody by invitation', async () => {
    const seating = core.get(SeatingService);
    await expect(seating.welcome(ada, { invitation: 'x' })).rejects.toThrow(InvitationInvalid);
    await expect(seating.welcome(ada, { invitation: '' })).rejects.toThrow(InvitationInvalid);
    expect(await members.seatsOf(ada.id)).toEqual([]);
  });

  it('seats nobody once it is deleted', async () => {
    await core.get(SeatingService).welcome(ada);
    await write('UPDATE organizations SET deleted_at = 1');
    expect(await members.seatsOf(ada.id)).toEqual([]);
  });
});

describe('an organisation', () => {
  beforeEach(() => start({ MULTI_TENANCY: 'true' }));

  it('is the only one there when it is made, with many tenants, and has its owner', async () => {
    const made = await create('acme');
    expect((await organizations.list()).rows).toEqual([made]);
    expect(await organizations.findBySlug('acme')).toEqual(made);
    expect(made).toMatchObject({ name: 'ACME', description: null, avatarUrl: null, settings: {}, deletedAt: null });
    expect((await members.list(made.id)).rows).toMatchObject([
      { user: { id: ada.id }, role: 'owner', status: 'active' },
    ]);
  });

  it('is not half made for an owner who does not exist', async () => {
    const making = organizations.create({ slug: 'acme', name: 'Acme', ownerId: core.clock.now().toISOString() });
    await expect(making).rejects.toThrow();
    expect(await core.rows('SELECT * FROM organizations')).toEqual([]);
  });

  it('changes what is given and nothing else', async () => {
    const { id } = await create('acme');
    core.clock.advance(5);
    const facts = {
      description: 'Anvils\nand more',
      avatarUrl: 'https://acme.example/a.png',
      settings: { theme: 'dark' },
    };
    await organizations.change(id, facts);
    await organizations.change(id, { name: 'Acme & Sons', slug: 'acme-and-sons' });
    expect(await organizations.mustFind(id)).toMatchObject({ ...facts, name: 'Acme & Sons', slug: 'acme-and-sons' });
    await organizations.change(id, { description: null, avatarUrl: null });
    expect(await organizations.mustFind(id)).toMatchObject({
      description: null,
      avatarUrl: null,
      settings: { theme: 'dark' },
    });
  });

  it.each([
    ['slug', ['', 'A', 'a_b', '-a', 'a-', 'a--b', 'a b', 'ä', 'a'.repeat(65), 'a\n']],
    ['name', ['', ' ', 'a\u0000', 'a\u202E', '\uD800', 'n'.repeat(256)]],
    ['description', ['\u0000', '\uD800', 'd'.repeat(4097)]],
    ['avatarUrl', ['', 'ftp://a.example', 'javascript:alert(1)', 'https://', `https://a.example/${'x'.repeat(2048)}`]],
  ])('has no %s that is none', async (field, values) => {
    const { id } = await create('acme');
    for (const value of values) {
      await expect(organizations.change(id, { [field]: value })).rejects.toThrow(OrganizationInvalid);
    }
    const settings = { text: 'x'.repeat(64 * 1024) };
    await expect(organizations.change(id, { settings })).rejects.toThrow(OrganizationInvalid);
    expect(await organizations.mustFind(id)).toMatchObject({ slug: 'acme', name: 'ACME', settings: {} });
  });

  it('has its slug alone, also against two at once and a deleted one', async () => {
    const { id } = await create('acme');
    await organizations.delete(id);
    await expect(create('acme')).rejects.toThrow(SlugTaken);
    const twins = await Promise.allSettled([create('twin'), create('twin')]);
    expect(twins.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const other = await create('other');
    await expect(organizations.change(other.id, { slug: 'acme' })).rejects.toThrow(SlugTaken);
  });

  it('refuses a change that was made up from an older state', async () => {
    const { id, updatedAt } = await create('acme');
    const changed = await organizations.change(id, { name: 'One' }, updatedAt);
    expect(changed.updatedAt > updatedAt).toBe(true);
    for (const stale of [
      () => organizations.change(id, { name: 'Two' }, updatedAt),
      () => organizations.delete(id, updatedAt),
      () => organizations.restore(id, updatedAt),
    ]) {
      await expect(stale()).rejects.toThrow(StaleUpdate);
    }
    expect(await organizations.mustFind(id)).toEqual(changed);
    const two = ['Two', 'Three'].map((name) => organizations.change(id, { name }, changed.updatedAt));
    expect((await Promise.allSettled(two)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is gone when it is deleted, and back with all that it had', async () => {
    const { id } = await create('acme');
    await organizations.delete(id);
    for (const use of [
      () => organizations.mustFind(id),
      () => organizations.change(id, { name: 'x' }),
      () => organizations.delete(id),
      () => members.add(id, ada.id, 'member'),
    ]) {
      await expect(use()).rejects.toThrow(OrganizationNotFound);
    }
    expect(await organizations.findBySlug('acme')).toBeNull();
    expect(await members.seatsOf(ada.id)).toEqual([]);
    expect((await organizations.list()).rows).toEqual([]);
    expect((await organizations.list({}, 'deleted')).rows).toMatchObject([{ id }]);
    await organizations.restore(id);
    expect(await members.seatsOf(ada.id)).toMatchObject([{ organization: { id, deletedAt: null }, role: 'owner' }]);
    await expect(organizations.restore('none')).rejects.toThrow(OrganizationNotFound);
  });

  it('is listed once, page by page, and cursors are taken as they were given alone', async () => {
    for (const slug of ['a', 'b', 'c', 'd', 'e']) await create(slug);
    const slugs: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await organizations.list({ size: 2, ...(cursor !== undefined && { cursor }) });
      slugs.push(...page.rows.map(({ slug }: Organization) => slug));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(slugs).toEqual(['a', 'b', 'c', 'd', 'e']);
    const { next = '' } = await organizations.list({ size: 2 });
    const [key = '', tag = ''] = next.split('.');
    for (const bad of [
      '',
      '.',
      key,
      `${key}.`,
      `.${tag}`,
      `${key}x.${tag}`,
      `${key}.${tag}.`,
      `${next} `,
      'x'.repeat(2000),
    ]) {
      await expect(organizations.list({ cursor: bad })).rejects.toThrow(CursorInvalid);
    }
    await expect(organizations.list({ cursor: next }, 'deleted')).rejects.toThrow(CursorInvalid);
    await expect(members.listSeats(ada.id, { cursor: next })).rejects.toThrow(CursorInvalid);
    expect((await organizations.list({ size: -3 })).rows).toHaveLength(1);
    expect((await organizations.list({ size: 1e9 })).rows).toHaveLength(5);
    expect((await members.listSeats(ada.id, { size: 3 })).rows.map(({ organization }) => organization.slug)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});
