import { type AuditFilter, AuditService, type RecordedEvent } from '#core/audit';
import type { Cause } from '#core/kernel';
import { emailIdentifier, type User, UsersService } from '#core/users';
import { TxtRecords } from '#platform/dns';
import { jest } from '@jest/globals';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import {
  challengeOf,
  AcceptanceService,
  DomainsService,
  InvitationsService,
  LastOwner,
  MembersService,
  OrganizationsModule,
  OrganizationsService,
  SeatingService,
} from './index.js';

const OPERATOR = '0197a000-0000-7000-8000-00000000000f';
const CAUSE: Cause = { actor: OPERATOR, visitor: { ...VISITOR, requestId: 'request-1' } };
const WEEK_SECONDS = 7 * 24 * 3600;

let core: Core;
let ada: User;
let eve: User;
let id: string;

beforeEach(async () => {
  core = await startCore([OrganizationsModule], { environment: { MULTI_TENANCY: 'true' } });
  [ada, eve] = [await core.addUser('ada@example.com'), await core.addUser('eve@acme.example')];
  const order = { slug: 'acme', name: 'Acme', description: 'Typed by somebody', ownerId: ada.id };
  ({ id } = await core.get(OrganizationsService).create(order, CAUSE));
});

afterEach(() => core.close());

async function recorded(filter: AuditFilter = { organizationId: id }): Promise<readonly RecordedEvent[]> {
  return [...(await core.get(AuditService).find({ limit: 500, ...filter })).events].reverse();
}

/** What happened since the founding: kind, whose account, details. */
async function told() {
  return (await recorded()).slice(2).map(({ kind, accountId, details }) => [kind, accountId, details]);
}

describe('what happens to an organization is on record', () => {
  it('as a whole: by whom, by which request, about whom', async () => {
    const common = {
      id: expect.any(String),
      at: core.clock.now(),
      actor: OPERATOR,
      sessionId: null,
      organizationId: id,
      origin: 'spec',
      address: '192.0.2.1',
      requestId: 'request-1',
    };
    expect(await recorded()).toEqual([
      { ...common, sequence: 3, kind: 'organization.created', accountId: null, details: { slug: 'acme' } },
      { ...common, sequence: 4, kind: 'member.seated', accountId: ada.id, details: { role: 'owner', by: 'founding' } },
    ]);
  });

  it('itself: which facts were changed, and nothing where none was', async () => {
    const organizations = core.get(OrganizationsService);
    const facts = { name: 'Acme & Sons', slug: 'acme-and-sons', description: 'Typed by somebody' };
    await organizations.change(id, facts, undefined, CAUSE);
    await organizations.change(id, { settings: { secret: 'of theirs' }, avatarUrl: null }, undefined, CAUSE);
    const { updatedAt } = await organizations.change(id, { settings: { secret: 'of theirs' } }, undefined, CAUSE);
    await organizations.delete(id, updatedAt, CAUSE);
    await organizations.restore(id, undefined, CAUSE);
    await organizations.restore(id, undefined, CAUSE);
    expect(await told()).toEqual([
      ['organization.changed', null, { fields: ['name', 'slug'], slug: { from: 'acme', to: 'acme-and-sons' } }],
      ['organization.changed', null, { fields: ['settings'] }],
      ['organization.deleted', null, {}],
      ['organization.restored', null, {}],
    ]);
    const rows = JSON.stringify(await recorded());
    for (const text of ['Typed by somebody', 'Sons', 'of theirs']) expect(rows).not.toContain(text);
  });

  it('its members: seated, another role, banned, back, gone; a second time is none', async () => {
    const members = core.get(MembersService);
    await members.add(id, eve.id, 'member', { cause: CAUSE });
    for (let time = 0; time < 2; time++) await members.setRole(id, eve.id, 'admin', CAUSE);
    for (let time = 0; time < 2; time++) await members.ban(id, eve.id, CAUSE);
    for (let time = 0; time < 2; time++) await members.unban(id, eve.id, CAUSE);
    await members.remove(id, eve.id, CAUSE);
    expect(await told()).toEqual([
      ['member.seated', eve.id, { role: 'member', by: 'operator' }],
      ['member.role_changed', eve.id, { from: 'member', to: 'admin' }],
      ['member.banned', eve.id, {}],
      ['member.unbanned', eve.id, {}],
      ['member.removed', eve.id, { role: 'admin' }],
    ]);
  });

  it('nothing of what was refused', async () => {
    const members = core.get(MembersService);
    for (const change of [
      () => members.setRole(id, ada.id, 'member', CAUSE),
      () => members.ban(id, ada.id, CAUSE),
      () => members.remove(id, ada.id, CAUSE),
    ]) {
      await expect(change()).rejects.toThrow(LastOwner);
    }
    expect(await told()).toEqual([]);
  });

  it('its domains: added, verified, opened, closed, removed, and who joined by one', async () => {
    const domains = core.get(DomainsService);
    const domain = await domains.add(id, 'Acme.Example', CAUSE);
    const texts = jest.spyOn(core.get(TxtRecords), 'of');
    texts.mockResolvedValue([challengeOf(domain).recordText]);
    for (let time = 0; time < 2; time++) await domains.verify(id, domain.id, CAUSE);
    for (let time = 0; time < 2; time++) await domains.setAutoJoin(id, domain.id, true, CAUSE);
    await core.get(UsersService).confirmEmail(eve, 'eve@acme.example');
    const confirmed = await core.get(UsersService).findById(eve.id);
    for (let time = 0; time < 2; time++) await core.get(SeatingService).seatsOf(confirmed ?? eve, VISITOR);
    await domains.setAutoJoin(id, domain.id, false, CAUSE);
    await domains.remove(id, domain.id, CAUSE);
    const about = { domainId: domain.id, domain: 'acme.example' };
    expect(await told()).toEqual([
      ['domain.added', null, about],
      ['domain.verified', null, about],
      ['domain.changed', null, { ...about, autoJoin: 'on' }],
      ['member.seated', eve.id, { role: 'member', by: 'domain' }],
      ['domain.changed', null, { ...about, autoJoin: 'off' }],
      ['domain.removed', null, about],
    ]);
    expect(await recorded({ kind: 'member.seated', accountId: eve.id })).toMatchObject([
      { actor: eve.id, origin: 'spec', address: '192.0.2.1' },
    ]);
    expect(JSON.stringify(await recorded())).not.toContain(domain.challenge);
  });
});

describe('what becomes of an invitation is on record', () => {
  const invite = () =>
    core.get(InvitationsService).invite(id, { email: emailIdentifier(eve.email ?? ''), role: 'admin' }, CAUSE);

  const mailedToken = async () => {
    const [mail] = await core.mails();
    return new URL(mail?.links[0] ?? 'none:').searchParams.get('token') ?? '';
  };

  const use = (token: string) =>
    core
      .get(AcceptanceService)
      .acceptByMail(token, VISITOR)
      .catch(() => undefined);

  it('sent, replaced by another, sent again, accepted once', async () => {
    await core.get(UsersService).confirmEmail(eve, 'eve@acme.example');
    const first = await invite();
    const second = await invite();
    await core.get(InvitationsService).resend(id, second.id, CAUSE);
    const token = await mailedToken();
    for (let time = 0; time < 2; time++) await use(token);
    expect(await told()).toEqual([
      ['invitation.created', null, { invitationId: first.id, role: 'admin' }],
      ['invitation.revoked', null, { invitationId: first.id }],
      ['invitation.created', null, { invitationId: second.id, role: 'admin' }],
      ['invitation.resent', null, { invitationId: second.id }],
      ['invitation.accepted', eve.id, { invitationId: second.id, role: 'admin' }],
      ['member.seated', eve.id, { role: 'admin', by: 'invitation' }],
      ['invitation.refused', null, { invitationId: second.id, reason: 'accepted' }],
    ]);
    const rows = JSON.stringify(await recorded({}));
    for (const secret of [token, eve.email ?? '']) expect(rows).not.toContain(secret);
    expect(await recorded({ kind: 'mail.queued' })).toMatchObject([1, 2, 3].map(() => ({ requestId: 'request-1' })));
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'expired',
      async () => {
        core.clock.advance(WEEK_SECONDS);
      },
    ],
    ['no account with that address verified', () => Promise.resolve()],
    ['organization deleted', () => core.get(OrganizationsService).delete(id)],
    ['already_a_member', () => core.get(MembersService).add(id, eve.id, 'member')],
  ])('of no use: %s', async (reason, happen) => {
    const { id: invitationId } = await invite();
    const token = await mailedToken();
    if (reason !== 'no account with that address verified')
      await core.get(UsersService).confirmEmail(eve, 'eve@acme.example');
    await happen();
    await use(token);
    expect((await recorded()).at(-1)).toMatchObject({
      kind: 'invitation.refused',
      actor: 'anybody',
      accountId: null,
      origin: 'spec',
      details: { invitationId, reason },
    });
  });

  it('revoked, and refused afterwards; of a token that was made up there is nothing to tell', async () => {
    const { id: invitationId } = await invite();
    const token = await mailedToken();
    await core.get(InvitationsService).revoke(id, invitationId, CAUSE);
    await use(token);
    await use('made-up');
    expect(await told()).toEqual([
      ['invitation.created', null, { invitationId, role: 'admin' }],
      ['invitation.revoked', null, { invitationId }],
      ['invitation.refused', null, { invitationId, reason: 'revoked' }],
    ]);
  });
});
