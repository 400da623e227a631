import { NotAMember } from '#core/organizations';
import { SessionsModule, SessionsService } from '#core/sessions';
import { type User } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { EntryModule, EntryService } from './index.js';

const HERE = '00000000-0000-7000-8000-00000000000a';
const THERE = '00000000-0000-7000-8000-00000000000b';

describe('EntryService.refresh where a seat in an organisation is asked for', () => {
  let core: Core;
  let entry: EntryService;
  let user: User;

  beforeEach(async () => {
    core = await startCore([EntryModule, SessionsModule]);
    entry = core.get(EntryService);
    user = await core.addUser('ada@example.com');
    await found(HERE);
    await found(THERE);
  });
  afterEach(() => core.close());

  const write = (sql: string) => core.database.transaction(() => core.database.manager.query(sql));

  const found = (id: string) =>
    write(`INSERT INTO organizations (id, slug, name, settings, created_at, updated_at)
           VALUES ('${id}', '${id}', 'Somewhere', '{}', 0, 0)`);

  const seat = (organizationId: string, joinedAt: number) =>
    write(`INSERT INTO memberships (organization_id, user_id, role, joined_at)
           VALUES ('${organizationId}', '${user.id}', 'member', ${joinedAt})`);

  const leave = (organizationId: string) =>
    write(`DELETE FROM memberships WHERE organization_id = '${organizationId}'`);

  async function refreshTokenFor(organizationId?: string): Promise<string> {
    const order = { userId: user.id, visitor: VISITOR, isRefreshable: true };
    const opened = await core.get(SessionsService).open({ ...order, ...(organizationId && { organizationId }) });
    return opened.refreshToken ?? '';
  }

  const organizationAfter = async (token: string) =>
    (await entry.refresh(token, VISITOR, { membership: true })).seat?.organization.id;

  it('takes the seat in the organisation that the session was opened for', async () => {
    await seat(HERE, 1);
    await seat(THERE, 2);

    expect(await organizationAfter(await refreshTokenFor(THERE))).toBe(THERE);
  });

  it('takes the oldest seat for a session that was opened for none', async () => {
    await seat(HERE, 2);
    await seat(THERE, 1);

    expect(await organizationAfter(await refreshTokenFor())).toBe(THERE);
  });

  it('refuses who has left the organisation of the session, whatever others they sit in', async () => {
    await seat(HERE, 1);
    await seat(THERE, 2);
    const token = await refreshTokenFor(THERE);
    await leave(THERE);

    await expect(organizationAfter(token)).rejects.toThrow(NotAMember);
  });

  it('leaves the token of who is refused unspent', async () => {
    const token = await refreshTokenFor(HERE);
    await expect(organizationAfter(token)).rejects.toThrow(NotAMember);
    await seat(HERE, 1);

    expect(await organizationAfter(token)).toBe(HERE);
  });

  it('asks for no seat where none is wanted', async () => {
    const token = await refreshTokenFor(HERE);

    expect((await entry.refresh(token, VISITOR)).seat).toBeUndefined();
  });
});
