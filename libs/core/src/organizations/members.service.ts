import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Not } from 'typeorm';
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

/** Who sits in which organisation, and as what. One that has an owner keeps one. */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly pages: Pages,
    private readonly clock: Clock,
  ) {}

  /** @throws OrganizationNotFound, AlreadyAMember */
  async add(organizationId: string, userId: string, role: OrganizationRole): Promise<void> {
    await this.database.transaction(async () => {
      await this.organizations.mustHold(organizationId);
      if (await this.isListed(organizationId, userId)) throw new AlreadyAMember();
      const joinedAt = this.clock.now();
      const row: Membership = { organizationId, userId, role, status: 'active', joinedAt, lastActiveAt: null };
      await this.database.insert(Membership, row).catch((error: unknown) => {
        throw isUniqueViolation(error) ? new AlreadyAMember() : error;
      });
    });
  }

  /** @throws OrganizationNotFound, MemberNotFound, LastOwner */
  setRole(organizationId: string, userId: string, role: OrganizationRole): Promise<void> {
    return this.change(organizationId, userId, { role });
  }

  /**
   * Keeps somebody out: of new sessions for the organisation, and of those that are open, until {@link unban}.
   *
   * @throws OrganizationNotFound, MemberNotFound, LastOwner
   */
  ban(organizationId: string, userId: string): Promise<void> {
    return this.change(organizationId, userId, { status: 'banned' });
  }

  /** @throws OrganizationNotFound, MemberNotFound */
  unban(organizationId: string, userId: string): Promise<void> {
    return this.change(organizationId, userId, { status: 'active' });
  }

  /**
   * Takes the seat away. Unlike a ban it leaves the ways in open: another invitation, a domain.
   *
   * @throws OrganizationNotFound, MemberNotFound, LastOwner
   */
  async remove(organizationId: string, userId: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.mustBeSpared(organizationId, userId);
      await this.database.remove(Membership, { organizationId, userId });
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

  private async change(organizationId: string, userId: string, change: Partial<Membership>): Promise<void> {
    await this.database.transaction(async () => {
      const staysOwner = change.role === 'owner' || (change.role === undefined && change.status === 'active');
      await this.mustBeSpared(organizationId, userId, staysOwner);
      await this.database.update(Membership, { organizationId, userId }, change);
    });
  }

  /** Everybody who takes an owner away does it one after the other, so that of two last ones one stays. */
  private async mustBeSpared(organizationId: string, userId: string, staysOwner = false): Promise<void> {
    await this.organizations.mustHold(organizationId);
    const memberships = this.database.repository(Membership);
    const membership = await memberships.findOneBy({ organizationId, userId });
    if (!membership) throw new MemberNotFound();
    if (staysOwner || membership.role !== 'owner' || membership.status !== 'active') return;
    await this.mustHaveOtherOwner(organizationId, userId);
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
