import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Not } from 'typeorm';
import { type AuditKind, AuditService } from '#core/audit';
import { BY_SYSTEM, type Cause } from '#core/kernel';
import { type Page, type PageOrder, Pages } from '#core/paging';
import type { User } from '#core/users';
import { Clock } from '#platform/clock';
import { Database, isUniqueViolation } from '#platform/database';
import { AlreadyAMember, LastOwner, MemberNotFound } from './errors.js';
import { Membership, type MembershipStatus, type OrganizationRole } from './membership.entity.js';
import type { Organization } from './organization.entity.js';
import { OrganizationsService } from './organizations.service.js';

/** An account's place: where, and as what. */
export interface Seat {
  readonly organization: Organization;
  readonly role: OrganizationRole;
}

/** An account as its organisation lists it. */
export interface Member {
  readonly user: User;
  readonly role: OrganizationRole;
  readonly status: MembershipStatus;
  readonly joinedAt: Date;
  readonly lastActiveAt: Date | null;
}

export interface MemberFilter {
  readonly role?: OrganizationRole;
  readonly status?: MembershipStatus;
}

/** How somebody comes by a seat. */
export type SeatedBy = 'operator' | 'invitation' | 'domain' | 'default';

/** Who sits in which organisation, and as what. One that has an owner keeps one. */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly audit: AuditService,
    private readonly pages: Pages,
    private readonly clock: Clock,
  ) {}

  /** @throws OrganizationNotFound, AlreadyAMember */
  async add(
    organizationId: string,
    userId: string,
    role: OrganizationRole,
    { by = 'operator', cause = BY_SYSTEM }: { readonly by?: SeatedBy; readonly cause?: Cause } = {},
  ): Promise<void> {
    await this.database.transaction(async () => {
      await this.organizations.mustHold(organizationId);
      if (await this.isListed(organizationId, userId)) throw new AlreadyAMember();
      const joinedAt = this.clock.now();
      const row: Membership = { organizationId, userId, role, status: 'active', joinedAt, lastActiveAt: null };
      await this.database.insert(Membership, row).catch((error: unknown) => {
        throw isUniqueViolation(error) ? new AlreadyAMember() : error;
      });
      await this.record('member.seated', row, cause, { role, by });
    });
  }

  /** @throws OrganizationNotFound, MemberNotFound, LastOwner */
  async setRole(
    organizationId: string,
    userId: string,
    role: OrganizationRole,
    cause: Cause = BY_SYSTEM,
  ): Promise<void> {
    await this.database.transaction(async () => {
      const before = await this.change(organizationId, userId, { role });
      if (before.role !== role)
        await this.record('member.role_changed', before, cause, { from: before.role, to: role });
    });
  }

  /**
   * Keeps somebody out: of new sessions for the organisation, and of those that are open, until {@link unban}.
   *
   * @throws OrganizationNotFound, MemberNotFound, LastOwner
   */
  async ban(organizationId: string, userId: string, cause: Cause = BY_SYSTEM): Promise<void> {
    await this.database.transaction(async () => {
      const before = await this.change(organizationId, userId, { status: 'banned' });
      if (before.status !== 'banned') await this.record('member.banned', before, cause);
    });
  }

  /** @throws OrganizationNotFound, MemberNotFound */
  async unban(organizationId: string, userId: string, cause: Cause = BY_SYSTEM): Promise<void> {
    await this.database.transaction(async () => {
      const before = await this.change(organizationId, userId, { status: 'active' });
      if (before.status !== 'active') await this.record('member.unbanned', before, cause);
    });
  }

  /**
   * Takes the seat away. Unlike a ban it leaves the ways in open: another invitation, a domain.
   *
   * @throws OrganizationNotFound, MemberNotFound, LastOwner
   */
  async remove(organizationId: string, userId: string, cause: Cause = BY_SYSTEM): Promise<void> {
    await this.database.transaction(async () => {
      const before = await this.mustBeSpared(organizationId, userId);
      await this.database.remove(Membership, { organizationId, userId });
      await this.record('member.removed', before, cause, { role: before.role });
    });
  }

  /** @throws MemberNotFound */
  async mustFind(organizationId: string, userId: string): Promise<Member> {
    const relations = { user: true };
    return toMember(
      await this.database.repository(Membership).findOne({ where: { organizationId, userId }, relations }),
    );
  }

  /**
   * The members of an organisation, the oldest account first.
   *
   * @throws OrganizationNotFound, CursorInvalid
   */
  async list(organizationId: string, order: PageOrder = {}, filter: MemberFilter = {}): Promise<Page<Member>> {
    await this.organizations.mustFindEvenDeleted(organizationId);
    const { role, status } = filter;
    const where = { organizationId, ...(role && { role }), ...(status && { status }) };
    return this.pages.read(
      `members ${organizationId} ${role ?? '*'} ${status ?? '*'}`,
      order,
      ({ user }) => user.id,
      async (take, after) => {
        const rows = await this.database.repository(Membership).find({
          where: { ...where, ...(after !== undefined && { userId: MoreThan(after) }) },
          order: { userId: 'ASC' },
          take,
          relations: { user: true },
          relationLoadStrategy: 'query',
        });
        return rows.map(toMember);
      },
    );
  }

  /**
   * The organisations that an account has a seat in, the oldest organisation first.
   *
   * @throws CursorInvalid
   */
  listSeats(userId: string, order: PageOrder = {}): Promise<Page<Seat>> {
    return this.pages.read(
      `seats ${userId}`,
      order,
      ({ organization }) => organization.id,
      (take, after) => this.seats(userId, { take, ...(after !== undefined && { after }) }),
    );
  }

  /** All of them at once, the oldest seat first: for who has to choose one. */
  async seatsOf(userId: string): Promise<Seat[]> {
    const memberships = await this.database.repository(Membership).find({
      where: { userId, status: 'active', organization: { deletedAt: IsNull() } },
      relations: { organization: true },
      order: { joinedAt: 'ASC', organizationId: 'ASC' },
    });
    return memberships.flatMap(toSeat);
  }

  /** The seat in that organisation, while neither the ban of a member nor its deletion stands against it. */
  async findSeat(userId: string, organizationId: string): Promise<Seat | undefined> {
    const where = { organizationId, userId, status: 'active' } as const;
    const membership = await this.database.first(Membership, where, 'organization');
    const isThere = membership?.organization?.deletedAt === null;
    return isThere ? toSeat(membership)[0] : undefined;
  }

  /** Whether the organisation knows the account, banned or not. */
  isListed(organizationId: string, userId: string): Promise<boolean> {
    return this.database.repository(Membership).existsBy({ organizationId, userId });
  }

  /**
   * Makes sure that an account can go without leaving an organisation that is there without an owner who can
   * act. To be asked in the transaction that lets it go.
   *
   * @throws LastOwner
   */
  async mustBeDispensable(userId: string): Promise<void> {
    const owned = await this.database.repository(Membership).find({
      where: { userId, role: 'owner', status: 'active', organization: { deletedAt: IsNull() } },
      order: { organizationId: 'ASC' },
    });
    for (const { organizationId } of owned) {
      await this.organizations.hold(organizationId);
      await this.mustHaveOtherOwner(organizationId, userId);
    }
  }

  async recordActivity(userId: string, organizationId: string): Promise<void> {
    await this.database.update(Membership, { organizationId, userId }, { lastActiveAt: this.clock.now() });
  }

  private async seats(userId: string, { take, after }: { take: number; after?: string }): Promise<Seat[]> {
    const query = this.database
      .repository(Membership)
      .createQueryBuilder('membership')
      .innerJoinAndSelect('membership.organization', 'organization', 'organization.deletedAt IS NULL')
      .where('membership.userId = :userId', { userId })
      .andWhere("membership.status = 'active'")
      .orderBy('membership.organizationId', 'ASC')
      .limit(take);
    if (after !== undefined) query.andWhere('membership.organizationId > :after', { after });
    return (await query.getMany()).flatMap(toSeat);
  }

  /** Tells what the member was before. */
  private async change(organizationId: string, userId: string, change: Partial<Membership>): Promise<Membership> {
    const staysOwner = change.role === 'owner' || (change.role === undefined && change.status === 'active');
    const before = await this.mustBeSpared(organizationId, userId, staysOwner);
    await this.database.update(Membership, { organizationId, userId }, change);
    return before;
  }

  private record(
    kind: AuditKind,
    { organizationId, userId }: Pick<Membership, 'organizationId' | 'userId'>,
    cause: Cause,
    details: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    return this.audit.record({ kind, cause, organizationId, accountId: userId, details });
  }

  /** Everybody who takes an owner away does it one after the other, so that of two last ones one stays. */
  private async mustBeSpared(organizationId: string, userId: string, staysOwner = false): Promise<Membership> {
    await this.organizations.mustHold(organizationId);
    const memberships = this.database.repository(Membership);
    const membership = await memberships.findOneBy({ organizationId, userId });
    if (!membership) throw new MemberNotFound();
    if (staysOwner || membership.role !== 'owner' || membership.status !== 'active') return membership;
    await this.mustHaveOtherOwner(organizationId, userId);
    return membership;
  }

  /** One whose account is disabled owns in name only. */
  private async mustHaveOtherOwner(organizationId: string, userId: string): Promise<void> {
    const others = { organizationId, userId: Not(userId), role: 'owner', status: 'active' } as const;
    const isThere = await this.database.repository(Membership).existsBy({ ...others, user: { disabledAt: IsNull() } });
    if (!isThere) throw new LastOwner();
  }
}

function toSeat({ organization, role }: Membership): Seat[] {
  return organization ? [{ organization, role }] : [];
}

/** @throws MemberNotFound */
function toMember(membership: Membership | null): Member {
  if (!membership?.user) throw new MemberNotFound();
  const { user, role, status, joinedAt, lastActiveAt } = membership;
  return { user, role, status, joinedAt, lastActiveAt };
}
