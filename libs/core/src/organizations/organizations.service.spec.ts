import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { InvitationInvalid, OrganizationsModule, OrganizationsService } from './index.js';

let core: Core;
let organizations: OrganizationsService;

beforeEach(async () => {
  core = await startCore([OrganizationsModule]);
  organizations = core.get(OrganizationsService);
});

afterEach(() => core.close());

const write = (sql: string) => core.database.transaction(() => core.database.manager.query(sql));

describe('the default organisation', () => {
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
    const ada = await core.addUser('ada');
    expect(await organizations.seatsOf(ada.id)).toEqual([]);
    await organizations.admit(ada.id);
    expect(await organizations.seatsOf(ada.id)).toMatchObject([{ organization: { slug: 'default' }, role: 'member' }]);
  });

  it('takes nobody by invitation', async () => {
    const ada = await core.addUser('ada');
    await expect(organizations.admit(ada.id, 'x')).rejects.toThrow(InvitationInvalid);
    await expect(organizations.admit(ada.id, '')).rejects.toThrow(InvitationInvalid);
    expect(await organizations.seatsOf(ada.id)).toEqual([]);
  });

  it('seats nobody once it is deleted', async () => {
    const ada = await core.addUser('ada');
    await organizations.admit(ada.id);
    await write('UPDATE organizations SET deleted_at = 1');
    expect(await organizations.seatsOf(ada.id)).toEqual([]);
  });
});
