import { jest } from '@jest/globals';
import { type User, UsersService } from '#core/users';
import { TxtRecords } from '#platform/dns';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import {
  challengeOf,
  DomainInvalid,
  DomainNotFound,
  DomainNotVerified,
  DomainsService,
  DomainTaken,
  InvitationRequired,
  MembersService,
  OrganizationNotFound,
  OrganizationsModule,
  OrganizationsService,
  SeatingService,
} from './index.js';

let core: Core;
let domains: DomainsService;
let ada: User;
let id: string;
let elsewhere: string;
let published: Record<string, string[]>;

beforeEach(async () => {
  core = await startCore([OrganizationsModule], { environment: { MULTI_TENANCY: 'true' } });
  domains = core.get(DomainsService);
  ada = await core.addUser('ada@example.com');
  const organizations = core.get(OrganizationsService);
  ({ id } = await organizations.create({ slug: 'acme', name: 'Acme', ownerId: ada.id }));
  ({ id: elsewhere } = await organizations.create({ slug: 'other', name: 'Other', ownerId: ada.id }));
  published = {};
  jest.spyOn(core.get(TxtRecords), 'of').mockImplementation(async (name) => published[name] ?? []);
});

afterEach(() => core.close());

async function verified(organizationId: string, name: string) {
  const domain = await domains.add(organizationId, name);
  const { recordName, recordText } = challengeOf(domain);
  published[recordName] = ['v=spf1 -all', recordText];
  return domains.verify(organizationId, domain.id);
}

describe('a domain', () => {
  it('is verified by the record that it was given, and by no other', async () => {
    const domain = await domains.add(id, 'Example.COM.');
    expect(domain).toMatchObject({ name: 'example.com', verifiedAt: null, verifiedName: null, autoJoin: 'off' });
    const { recordName, recordText } = challengeOf(domain);
    expect(recordName).toBe('_rosetta.example.com');
    expect(recordText).toMatch(/^rosetta-verification=[\w-]{43}$/);
    for (const texts of [[], [recordText.slice(0, -1)], [`${recordText} `], ['rosetta-verification=']]) {
      published[recordName] = texts;
      await expect(domains.verify(id, domain.id)).rejects.toThrow(DomainNotVerified);
    }
    published[recordName] = ['other', recordText];
    expect(await domains.verify(id, domain.id)).toMatchObject({ verifiedAt: core.clock.now() });
    published = {};
    expect(await domains.verify(id, domain.id)).toMatchObject({ verifiedName: 'example.com' });
  });

  it('is not verified while no name server answers', async () => {
    const domain = await domains.add(id, 'example.com');
    jest.spyOn(core.get(TxtRecords), 'of').mockRejectedValue(new Error('queryTxt ESERVFAIL'));
    await expect(domains.verify(id, domain.id)).rejects.toMatchObject({
      code: 'domain_not_verified',
      logReason: 'queryTxt ESERVFAIL',
    });
  });

  it.each([
    '',
    ' ',
    'localhost',
    'com',
    '127.0.0.1',
    'a b.com',
    '-a.com',
    'a..com',
    'a@b.com',
    'https://a.com',
    'a_b.com',
    `${'a'.repeat(64)}.com`,
    `${'abcdefgh.'.repeat(28)}com`,
    'a.com/x',
    'a\u0000.com',
  ])('is not %j', async (name) => {
    await expect(domains.add(id, name)).rejects.toThrow(DomainInvalid);
  });

  it('is the same in Unicode and in ASCII', async () => {
    await domains.add(id, 'bücher.example');
    await expect(domains.add(id, 'XN--BCHER-KVA.example')).rejects.toThrow(DomainTaken);
  });

  it('may be claimed by many and verified by one', async () => {
    const [mine, theirs] = [await domains.add(id, 'example.com'), await domains.add(elsewhere, 'example.com')];
    for (const domain of [mine, theirs]) {
      const { recordName, recordText } = challengeOf(domain);
      published[recordName] = [...(published[recordName] ?? []), recordText];
    }
    const outcomes = await Promise.allSettled([domains.verify(id, mine.id), domains.verify(elsewhere, theirs.id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes).toContainEqual({ status: 'rejected', reason: expect.any(DomainTaken) });
    await domains.remove(elsewhere, theirs.id);
    await domains.remove(id, mine.id);
    await verified(elsewhere, 'example.com');
    await expect(domains.add(id, 'example.com')).rejects.toThrow(DomainTaken);
  });

  it("is not to be had by another organisation's id", async () => {
    const domain = await domains.add(id, 'example.com');
    for (const use of [
      () => domains.verify(elsewhere, domain.id),
      () => domains.setAutoJoin(elsewhere, domain.id, true),
      () => domains.remove(elsewhere, domain.id),
      () => domains.mustFind(elsewhere, domain.id),
    ]) {
      await expect(use()).rejects.toThrow(DomainNotFound);
    }
    await expect(domains.add('none', 'example.org')).rejects.toThrow(OrganizationNotFound);
    expect((await domains.list(id)).rows).toEqual([domain]);
    expect((await domains.list(elsewhere)).rows).toEqual([]);
  });
});

describe('joining by domain', () => {
  const seatsOf = async (user: User) =>
    (await core.get(SeatingService).seatsOf(user)).map(({ organization, role }) => [organization.slug, role]);

  async function person(email: string, isVerified = true): Promise<User> {
    const user = await core.addUser(email);
    if (isVerified) await core.get(UsersService).confirmEmail(user, email);
    return core.get(UsersService).mustFindById(user.id);
  }

  it('seats whoever has a verified address of a verified domain with auto-join, once', async () => {
    const domain = await verified(id, 'acme.example');
    const eve = await person('eve@ACME.example');
    expect(await seatsOf(eve)).toEqual([]);
    await domains.setAutoJoin(id, domain.id, true);
    const [one, other] = await Promise.all([seatsOf(eve), seatsOf(eve)]);
    expect(one).toEqual([['acme', 'member']]);
    expect(other).toEqual([['acme', 'member']]);
    await domains.setAutoJoin(id, domain.id, false);
    expect(await seatsOf(await person('late@acme.example'))).toEqual([]);
  });

  it.each(['eve@sub.acme.example', 'eve@notacme.example', 'eve@acme.example.com'])(
    'seats nobody at %s',
    async (email) => {
      await domains.setAutoJoin(id, (await verified(id, 'acme.example')).id, true);
      expect(await seatsOf(await person(email))).toEqual([]);
    },
  );

  it('seats nobody whose address is not verified, by a domain that is not, or who is banned', async () => {
    const claimed = await domains.add(id, 'claimed.example');
    await domains.setAutoJoin(id, claimed.id, true);
    expect(await seatsOf(await person('eve@claimed.example'))).toEqual([]);
    await domains.setAutoJoin(id, (await verified(id, 'acme.example')).id, true);
    expect(await seatsOf(await person('stranger@acme.example', false))).toEqual([]);
    const banned = await person('banned@acme.example');
    await seatsOf(banned);
    await core.get(MembersService).ban(id, banned.id);
    expect(await seatsOf(banned)).toEqual([]);
  });

  it('is welcome to sign up by such an address alone, while the organisation is there', async () => {
    const seating = core.get(SeatingService);
    const welcome = (email?: string) => seating.mustBeWelcome(email, { isRequired: true });
    await expect(welcome('eve@acme.example')).rejects.toThrow(InvitationRequired);
    await domains.setAutoJoin(id, (await verified(id, 'acme.example')).id, true);
    await welcome('eve@acme.example');
    await expect(welcome('eve@example.com')).rejects.toThrow(InvitationRequired);
    await expect(welcome()).rejects.toThrow(InvitationRequired);
    await seating.mustBeWelcome(undefined, {});
    await core.get(OrganizationsService).delete(id);
    await expect(welcome('eve@acme.example')).rejects.toThrow(InvitationRequired);
  });
});
