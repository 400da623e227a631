import { AuditService } from '#core/audit';
import { ClientsService } from '#core/clients';
import type { Visitor } from '#core/kernel';
import { LastOwner, MembersService, OrganizationsService, StaleUpdate } from '#core/organizations';
import { PasswordsService, PasswordUnacceptable } from '#core/passwords';
import { type Session, SessionsService } from '#core/sessions';
import { IdentifierInvalid, IdentifierTaken, type Role, ROLES, type User, usernameIdentifier } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import {
  AccountAccessAdministration,
  AccountNotFound,
  AccountsAdministration,
  AccountStateAdministration,
  AdministrationModule,
  ClientNotFound,
  COMMAND_LINE,
  LastSuperadmin,
  NoEmailAddress,
  NotPermitted,
  type Operator,
  type Order,
  ServiceKeysAdministration,
  SessionNotFound,
} from './index.js';

const DESK: Visitor = { origin: 'admin', address: '192.0.2.7', requestId: 'request-1' };
const ADMIN: Operator = { power: 'admin', cause: { actor: 'an-admin', visitor: DESK } };
const SUPERADMIN: Operator = { power: 'superadmin', cause: { actor: 'a-superadmin', visitor: DESK } };
const NOBODY = '0197a000-0000-7000-8000-000000000001';

let core: Core;
let accounts: AccountsAdministration;
let state: AccountStateAdministration;
let access: AccountAccessAdministration;
let ada: User;

beforeEach(async () => {
  core = await startCore([AdministrationModule]);
  accounts = core.get(AccountsAdministration);
  state = core.get(AccountStateAdministration);
  access = core.get(AccountAccessAdministration);
  ada = await core.addUser(['ada', 'ada@example.com']);
});

afterEach(() => core.close());

const named = (...names: string[]) => names.map(usernameIdentifier);
const to = ({ id: accountId }: User, operator = ADMIN): Order => ({ operator, accountId });

async function openSession({ id: userId }: User): Promise<Session> {
  return (await core.get(SessionsService).open({ userId, visitor: VISITOR, isRefreshable: true })).session;
}

async function reasonOf({ id }: Session): Promise<string | null | undefined> {
  return (await core.get(SessionsService).find(id))?.endReason;
}

/** What was put on record for operators, the newest first. */
async function recorded() {
  const { events } = await core.get(AuditService).find({ limit: 500 });
  return events
    .filter(({ kind }) => kind.startsWith('admin.'))
    .map(({ kind, actor, accountId, requestId, details }) => ({ kind, actor, accountId, requestId, details }));
}

const onRecord = (kind: string, details: object = {}, { id: accountId } = ada) => [
  { kind: `admin.${kind}`, actor: 'an-admin', accountId, requestId: 'request-1', details },
];

describe('making an account', () => {
  it('takes names, a role, a profile and a password, and asks for the address to be verified', async () => {
    const user = await accounts.create(ADMIN, {
      identifiers: named('Bob', 'bob@example.com'),
      role: 'moderator',
      password: 'correct horse',
      profile: { firstName: 'Bob', appMetadata: { plan: 'gold' } },
    });
    expect(user).toMatchObject({
      username: 'Bob',
      email: 'bob@example.com',
      role: 'moderator',
      firstName: 'Bob',
      appMetadata: { plan: 'gold' },
      isEmailVerified: false,
    });
    expect(await core.get(PasswordsService).judge('correct horse', user.passwordHash)).toMatchObject({ matches: true });
    expect((await core.mails()).map(({ to: address, subject }) => [address, subject])).toEqual([
      ['bob@example.com', 'Confirm your e-mail address'],
    ]);
    const fields = ['appMetadata', 'email', 'firstName', 'username'];
    expect(await recorded()).toEqual(onRecord('account_created', { role: 'moderator', fields }, user));
  });

  it('lets its owner choose the password, where none is given', async () => {
    const user = await accounts.create(ADMIN, { identifiers: named('bob@example.com'), role: 'user' });
    expect((await core.mails()).map(({ subject }) => subject)).toEqual(['Choose a new password']);
    expect(await core.get(PasswordsService).judge('!', user.passwordHash)).toMatchObject({ matches: false });
  });

  it('sends no mail about an address that is vouched for', async () => {
    const account = { identifiers: named('bob@example.com'), role: 'user', password: 'correct horse' } as const;
    const user = await accounts.create(ADMIN, { ...account, isEmailVerified: true });
    expect(user.isEmailVerified).toBe(true);
    expect(await core.mails()).toEqual([]);
  });

  it('is refused whole, and leaves nothing behind', async () => {
    const make = (names: readonly string[], password?: string) =>
      accounts.create(ADMIN, { identifiers: named(...names), role: 'user', password });
    await expect(make(['bob'])).rejects.toThrow(NoEmailAddress);
    await expect(make([])).rejects.toThrow(IdentifierInvalid);
    await expect(make(['bob', 'bert'], 'correct horse')).rejects.toThrow(IdentifierInvalid);
    await expect(make(['bob', 'ADA@example.com'], 'correct horse')).rejects.toThrow(IdentifierTaken);
    await expect(make(['bob'], 'short')).rejects.toThrow(PasswordUnacceptable);
    expect(await core.rows('SELECT id FROM users')).toHaveLength(1);
    expect(await recorded()).toEqual([]);
  });
});

describe('changing an account', () => {
  it('changes what is given, and puts the names of it on record', async () => {
    core.clock.advance(1);
    const user = await accounts.update(to(ada), {
      username: usernameIdentifier('lovelace'),
      profile: { firstName: 'Ada', phone: '+44 20 7946 0000', appMetadata: { plan: 'gold' } },
    });
    expect(user).toMatchObject({ username: 'lovelace', firstName: 'Ada', appMetadata: { plan: 'gold' } });
    expect(user.updatedAt.getTime()).toBeGreaterThan(ada.updatedAt.getTime());
    expect(await recorded()).toEqual(
      onRecord('account_updated', { fields: ['appMetadata', 'firstName', 'phone', 'username'] }),
    );
    await core.addUser('ada');
  });

  it('has a new address be verified before the old one goes', async () => {
    const user = await accounts.update(to(ada), { email: usernameIdentifier('new@example.com') });
    expect(user).toMatchObject({ email: 'new@example.com', isEmailVerified: false, replacedEmail: 'ada@example.com' });
    expect((await core.mails()).map(({ to: address }) => address)).toEqual(['new@example.com']);
    expect(await state.markEmailVerified(to(ada))).toMatchObject({ isEmailVerified: true, replacedEmail: null });
  });

  it('is all or nothing', async () => {
    await core.addUser('taken');
    const taken = { username: usernameIdentifier('taken'), profile: { firstName: 'Eve' } };
    await expect(accounts.update(to(ada), taken)).rejects.toThrow(IdentifierTaken);
    const both = { email: usernameIdentifier('new@example.com'), username: usernameIdentifier('taken') };
    await expect(accounts.update(to(ada), both)).rejects.toThrow(IdentifierTaken);
    expect(await accounts.read(ada.id)).toEqual(ada);
    expect(await core.mails()).toEqual([]);
    expect(await recorded()).toEqual([]);
  });

  it('leaves a name to be called by', async () => {
    expect(await accounts.update(to(ada), { username: null })).toMatchObject({ username: null });
    const bob = await core.addUser('bob');
    await expect(accounts.update(to(bob), { username: null })).rejects.toThrow(IdentifierInvalid);
    const address = { username: usernameIdentifier('b@example.com') };
    await expect(accounts.update(to(bob), address)).rejects.toThrow(IdentifierInvalid);
  });

  it('made up from a state that is no more is refused, within a moment too', async () => {
    const changed = await accounts.update(to(ada), { profile: { firstName: 'Ada' } });
    const late = { ...to(ada), readAt: ada.updatedAt };
    await expect(accounts.update(late, { profile: { firstName: 'Eve' } })).rejects.toThrow(StaleUpdate);
    await expect(state.disable(late)).rejects.toThrow(StaleUpdate);
    await expect(state.delete(late)).rejects.toThrow(StaleUpdate);
    await expect(state.setRole(late, 'guest')).rejects.toThrow(StaleUpdate);
    await state.disable({ ...late, readAt: changed.updatedAt });
    expect(await recorded()).toHaveLength(2);
  });
});

describe('disabling and deleting', () => {
  it('ends the sessions, with a reason of its own', async () => {
    const session = await openSession(ada);
    expect(await state.disable(to(ada))).toMatchObject({ isEnabled: false });
    expect(await reasonOf(session)).toBe('account_disabled');
    expect(await recorded()).toEqual(onRecord('account_disabled', { sessionsEnded: 1 }));
    await state.disable(to(ada));
    await state.enable(to(ada));
    expect(await state.enable(to(ada))).toMatchObject({ isEnabled: true });
    expect((await recorded()).map(({ kind }) => kind)).toEqual(['admin.account_enabled', 'admin.account_disabled']);
  });

  it('leaves nothing of an account but what is on record', async () => {
    const session = await openSession(ada);
    await state.delete(to(ada));
    await expect(accounts.read(ada.id)).rejects.toThrow(AccountNotFound);
    const { events } = await core.get(AuditService).find({ kind: 'session.ended' });
    expect(events).toMatchObject([
      { actor: 'an-admin', sessionId: session.id, details: { reason: 'account_deleted' } },
    ]);
    expect(await recorded()).toEqual(onRecord('account_deleted', { role: 'user', sessionsEnded: 1 }));
    await expect(state.delete(to(ada))).rejects.toThrow(AccountNotFound);
    await core.addUser(['ada', 'ada@example.com']);
  });

  it('leaves no organisation without an owner who can act', async () => {
    const members = core.get(MembersService);
    const { id } = await core.get(OrganizationsService).create({ slug: 'acme', name: 'Acme', ownerId: ada.id });
    const session = await openSession(ada);
    for (const change of [state.disable(to(ada)), state.delete(to(ada))]) {
      await expect(change).rejects.toThrow(LastOwner);
    }
    expect(await reasonOf(session)).toBeNull();
    const bob = await core.addUser('bob');
    await members.add(id, bob.id, 'owner');
    await state.disable(to(bob));
    await expect(state.disable(to(ada))).rejects.toThrow(LastOwner);
    await expect(members.remove(id, ada.id)).rejects.toThrow(LastOwner);
    await members.remove(id, bob.id);
    await state.enable(to(bob));
    await members.add(id, bob.id, 'owner');
    const outcomes = await Promise.allSettled([state.disable(to(ada)), state.disable(to(bob))]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('lets go of the owner of what is deleted itself', async () => {
    const organizations = core.get(OrganizationsService);
    const { id } = await organizations.create({ slug: 'acme', name: 'Acme', ownerId: ada.id });
    await organizations.delete(id);
    await state.delete(to(ada));
  });
});

describe('a superadmin', () => {
  let root: User;
  let second: User;

  beforeEach(async () => {
    root = await core.addUser(['root', 'root@example.com'], { role: 'superadmin' });
    second = await core.addUser('second', { role: 'superadmin' });
  });

  it('is out of reach of an admin, by whatever way', async () => {
    const session = await openSession(root);
    const { clientId } = await core.get(ClientsService).credentialsOf(root.id);
    const order = to(root);
    const ways: (() => Promise<unknown>)[] = [
      () => accounts.update(order, { profile: { firstName: 'Eve' } }),
      () => accounts.update(order, { email: usernameIdentifier('eve@example.com') }),
      () => state.disable(order),
      () => state.enable(order),
      () => state.delete(order),
      () => state.setRole(order, 'user'),
      () => state.markEmailVerified(order),
      () => access.startPasswordReset(order),
      () => access.setPassword(order, 'correct horse'),
      () => access.endSession(order, session.id),
      () => access.endSessions(order),
      () => access.regenerateClient(order),
      () => access.revokeClient(order, clientId),
    ];
    for (const way of ways) await expect(way()).rejects.toThrow(NotPermitted);
    expect(await accounts.read(root.id)).toEqual(root);
    expect(await reasonOf(session)).toBeNull();
    expect(await core.mails()).toEqual([]);
    expect(await recorded()).toEqual([]);
  });

  it('is made by none but another, or at the command line', async () => {
    await expect(state.setRole(to(ada), 'superadmin')).rejects.toThrow(NotPermitted);
    const account = { identifiers: named('eve'), role: 'superadmin', password: 'correct horse' } as const;
    await expect(accounts.create(ADMIN, account)).rejects.toThrow(NotPermitted);
    expect(await state.setRole(to(ada, SUPERADMIN), 'superadmin')).toMatchObject({ role: 'superadmin' });
    expect(await accounts.create(COMMAND_LINE, account)).toMatchObject({ role: 'superadmin' });
  });

  it('of whom there is no other stays, whoever asks', async () => {
    await state.disable(to(second, SUPERADMIN));
    for (const operator of [SUPERADMIN, COMMAND_LINE]) {
      const order = to(root, operator);
      await expect(state.disable(order)).rejects.toThrow(LastSuperadmin);
      await expect(state.delete(order)).rejects.toThrow(LastSuperadmin);
      await expect(state.setRole(order, 'admin')).rejects.toThrow(LastSuperadmin);
    }
    await state.delete(to(second, SUPERADMIN));
    expect(await accounts.read(root.id)).toMatchObject({ role: 'superadmin', isEnabled: true });
  });

  it('of two who remove each other at the same moment stays', async () => {
    const outcomes = await Promise.allSettled([
      state.setRole(to(root, SUPERADMIN), 'user'),
      state.setRole(to(second, SUPERADMIN), 'user'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('roles', () => {
  it.each(ROLES.filter((role): role is Exclude<Role, 'superadmin'> => role !== 'superadmin'))(
    'an admin gives %s',
    async (role) => {
      await state.setRole(to(ada), role);
      expect(await accounts.read(ada.id)).toMatchObject({ role });
      expect(await recorded()).toEqual(role === 'user' ? [] : onRecord('role_changed', { from: 'user', to: role }));
    },
  );
});

describe('sessions, passwords and clients', () => {
  it('are listed with those that are over and why, the newest first, page by page', async () => {
    const [first, second] = [await openSession(ada), await openSession(ada)];
    core.clock.advance(60);
    const third = await openSession(ada);
    await access.endSession(to(ada), second.id);
    const page = await access.listSessions(ada.id, { size: 2 });
    expect(page.rows.map(({ id, endReason }) => [id, endReason])).toEqual([
      [third.id, null],
      [second.id, 'revoked_by_admin'],
    ]);
    const rest = await access.listSessions(ada.id, { size: 2, cursor: page.next ?? '' });
    expect(rest.rows.map(({ id }) => id)).toEqual([first.id]);
    core.clock.advance(31 * 86_400);
    expect((await access.listSessions(ada.id)).rows[0]).toMatchObject({
      endReason: 'expired_idle',
      endedAt: third.idleExpiresAt,
    });
    await expect(access.listSessions(NOBODY)).rejects.toThrow(AccountNotFound);
  });

  it('end one by one or all together', async () => {
    const sessions = [await openSession(ada), await openSession(ada), await openSession(ada)];
    const theirs = await openSession(await core.addUser('bob'));
    const [first] = sessions;
    await access.endSession(to(ada), first?.id ?? '');
    for (const id of [first?.id ?? '', theirs.id, NOBODY, 'x']) {
      await expect(access.endSession(to(ada), id)).rejects.toThrow(SessionNotFound);
    }
    expect(await access.endSessions(to(ada))).toBe(2);
    expect(await access.endSessions(to(ada))).toBe(0);
    expect(await reasonOf(theirs)).toBeNull();
    expect(await recorded()).toEqual([
      ...onRecord('sessions_ended', { sessionsEnded: 2 }),
      ...onRecord('session_ended'),
    ]);
  });

  it('begin anew by a mail, or with a password that is set', async () => {
    const session = await openSession(ada);
    await access.startPasswordReset(to(ada));
    expect(await reasonOf(session)).toBeNull();
    await access.startPasswordReset(to(ada), true);
    expect(await reasonOf(session)).toBe('revoked_by_admin');
    expect((await core.mails()).map(({ to: address }) => address)).toEqual(['ada@example.com', 'ada@example.com']);
    const again = await openSession(ada);
    await access.setPassword(to(ada), 'battery staple');
    expect(await reasonOf(again)).toBe('password_changed');
    const { passwordHash } = await accounts.read(ada.id);
    expect(await core.get(PasswordsService).judge('battery staple', passwordHash)).toMatchObject({ matches: true });
    await expect(access.setPassword(to(ada), 'short')).rejects.toThrow(PasswordUnacceptable);
    await expect(access.startPasswordReset(to(await core.addUser('bob')))).rejects.toThrow(NoEmailAddress);
    expect((await recorded()).map(({ kind, details }) => [kind, details])).toEqual([
      ['admin.password_set', { sessionsEnded: 1 }],
      ['admin.password_reset_started', { sessionsEnded: 1 }],
      ['admin.password_reset_started', { sessionsEnded: 0 }],
    ]);
  });

  it('of clients go with them', async () => {
    const sessions = core.get(SessionsService);
    expect(await access.listClients(ada.id)).toEqual([]);
    const { clientId } = await access.regenerateClient(to(ada));
    expect(await access.listClients(ada.id)).toEqual([{ clientId, createdAt: core.clock.now() }]);
    const row = (await core.rows<{ id: string }>('SELECT id FROM clients'))[0]?.id ?? '';
    const order = { userId: ada.id, clientId: row, visitor: VISITOR, isRefreshable: false };
    const { session } = await sessions.open(order);
    await expect(access.revokeClient(to(ada), 'another')).rejects.toThrow(ClientNotFound);
    await access.revokeClient(to(ada), clientId);
    expect(await reasonOf(session)).toBe('client_revoked');
    expect(await access.listClients(ada.id)).toEqual([]);
    expect((await recorded()).map(({ kind }) => kind)).toEqual(['admin.client_revoked', 'admin.client_regenerated']);
  });
});

describe('the keys of the service', () => {
  it('are listed without what is secret, and one takes over', async () => {
    const keys = core.get(ServiceKeysAdministration);
    const id = await keys.rotateSigningKey(ADMIN);
    const listed = await keys.listSigningKeys();
    expect(listed.map(({ state: is }) => is)).toEqual(['signing', 'verifying']);
    expect(listed[0]).toEqual({
      id,
      algorithm: 'ES256',
      state: 'signing',
      createdAt: core.clock.now(),
      retiresAt: null,
    });
    core.clock.advance(31 * 86_400);
    expect((await keys.listSigningKeys()).map(({ state: is }) => is)).toEqual(['signing', 'retired']);
  });

  it('for programs are a superadmin’s alone', async () => {
    const keys = core.get(ServiceKeysAdministration);
    const order = { name: 'x', scopes: ['audit:read'], expiresAt: new Date('2030-02-01') } as const;
    await expect(keys.createApiKey(ADMIN, order)).rejects.toThrow(NotPermitted);
    await expect(keys.listApiKeys(ADMIN)).rejects.toThrow(NotPermitted);
    const { apiKey } = await keys.createApiKey(SUPERADMIN, order);
    await expect(keys.revokeApiKey(ADMIN, apiKey.id)).rejects.toThrow(NotPermitted);
    expect(await keys.revokeApiKey(SUPERADMIN, apiKey.id)).toMatchObject({ revokedAt: core.clock.now() });
    expect((await keys.listApiKeys(SUPERADMIN)).rows).toHaveLength(1);
  });
});
