import { OrganizationChoiceRequired } from '#core/organizations';
import { InvalidRefreshToken, SessionsModule, SessionsService } from '#core/sessions';
import type { CoreError } from '#core/kernel';
import { AccessTokensService } from '#core/tokens';
import { type User } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { EntryModule, EntryService } from './index.js';

const HERE = '00000000-0000-7000-8000-00000000000a';
const THERE = '00000000-0000-7000-8000-00000000000b';

const LOSSES: Readonly<Record<string, string>> = {
  banned: "UPDATE memberships SET status = 'banned'",
  left: 'DELETE FROM memberships',
  deleted: 'UPDATE organizations SET deleted_at = 1',
};

const REGAINS: Readonly<Record<string, string>> = {
  banned: "UPDATE memberships SET status = 'active'",
  left: 'SELECT 1',
  deleted: 'UPDATE organizations SET deleted_at = NULL',
};

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
    write(`INSERT INTO memberships (organization_id, user_id, role, status, joined_at)
           VALUES ('${organizationId}', '${user.id}', 'member', 'active', ${joinedAt})`);

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

    await expect(organizationAfter(token)).rejects.toThrow(InvalidRefreshToken);
  });

  it('leaves the token of who is refused unspent', async () => {
    const token = await refreshTokenFor(HERE);
    await expect(organizationAfter(token)).rejects.toThrow(InvalidRefreshToken);
    await seat(HERE, 1);

    expect(await organizationAfter(token)).toBe(HERE);
  });

  it('takes no seat where none is wanted', async () => {
    await seat(HERE, 1);
    const token = await refreshTokenFor(HERE);

    expect((await entry.refresh(token, VISITOR)).seat).toBeUndefined();
  });

  it('lets a session without an organisation go on without any seat, where none is wanted', async () => {
    expect(await entry.refresh(await refreshTokenFor(), VISITOR)).toMatchObject({ session: { organizationId: null } });
  });

  it.each(['banned', 'left', 'deleted'])(
    'refuses every use of a session for an organisation whose seat is lost (%s), asked for or not, and no longer',
    async (how) => {
      await seat(HERE, 1);
      const order = { userId: user.id, visitor: VISITOR, isRefreshable: true, organizationId: HERE };
      const { session, refreshToken = '' } = await core.get(SessionsService).open(order);
      const { token } = await core.get(AccessTokensService).issueFor(session);
      const uses = [
        () => entry.admit(token),
        () => entry.renew(token, VISITOR),
        () => entry.admitRefreshToken(refreshToken, VISITOR),
        () => entry.refresh(refreshToken, VISITOR),
      ];
      const outcomes = async () => {
        const all: string[] = [];
        for (const use of uses)
          all.push(
            await use().then(
              () => 'in',
              (error: unknown) => (error as CoreError).logReason ?? '',
            ),
          );
        return all;
      };
      await write(LOSSES[how] ?? '');

      expect(await outcomes()).toEqual(['seat lost', 'seat lost', 'seat lost', 'seat lost']);
      await write(REGAINS[how] ?? '');
      if (how === 'left') await seat(HERE, 2);
      expect(await outcomes()).toEqual(['in', 'in', 'in', 'in']);
    },
  );

  it('has who sits in several choose, with many tenants, when the session was opened for none', async () => {
    const other = await startCore([EntryModule, SessionsModule], {
      beside: core,
      environment: { MULTI_TENANCY: 'true' },
    });
    await seat(HERE, 1);
    await seat(THERE, 2);
    const token = await refreshTokenFor();

    const refreshing = other.get(EntryService).refresh(token, VISITOR, { membership: true });

    await expect(refreshing).rejects.toThrow(OrganizationChoiceRequired);
    await leave(THERE);
    expect(await organizationAfter(token)).toBe(HERE);
    await other.close();
  });
});
