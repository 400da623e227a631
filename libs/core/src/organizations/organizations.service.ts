import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Clock } from '#platform/clock';
import { Database, isUniqueViolation } from '#platform/database';
import { Ids } from '#platform/random';
import { InvitationInvalid } from './errors.js';
import { Membership, type OrganizationRole } from './membership.entity.js';
import { Organization } from './organization.entity.js';

/** An account's place: where, and as what. */
export interface Seat {
  readonly organization: Organization;
  readonly role: OrganizationRole;
}

const DEFAULT = { slug: 'default', name: 'Default' };

/** Organisations and who belongs to them. There is one, which every new account joins. */
@Injectable()
export class OrganizationsService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Makes the default organisation, once; another process may do it at the same moment. */
  async onModuleInit(): Promise<void> {
    const isThere = await this.database.repository(Organization).existsBy({ slug: DEFAULT.slug });
    if (!isThere) await this.createDefault();
  }

  /**
   * Gives a new account its first seat. By invitation where it brings one; as nobody can be invited
   * to the only organisation, which is open to all, no invitation is valid.
   *
   * @throws InvitationInvalid
   */
  async admit(userId: string, invitation?: string): Promise<void> {
    if (invitation !== undefined) throw new InvitationInvalid('there are no invitations');
    const { id: organizationId } = await this.database.repository(Organization).findOneByOrFail({ slug: DEFAULT.slug });
    await this.database.insert(Membership, { organizationId, userId, role: 'member', joinedAt: this.clock.now() });
  }

  /** Where the account belongs, the oldest seat first. */
  async seatsOf(userId: string): Promise<Seat[]> {
    const memberships = await this.database.repository(Membership).find({
      where: { userId, organization: { deletedAt: IsNull() } },
      relations: { organization: true },
      order: { joinedAt: 'ASC' },
    });
    return memberships.flatMap(({ organization, role }) => (organization ? [{ organization, role }] : []));
  }

  private async createDefault(): Promise<void> {
    const now = this.clock.now();
    const organization = this.database.repository(Organization).create({
      ...DEFAULT,
      id: this.ids.next(),
      description: null,
      avatarUrl: null,
      settings: {},
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    });
    try {
      await this.database.insert(Organization, organization);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}
