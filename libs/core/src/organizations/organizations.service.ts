import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { IsNull, MoreThan, Not } from 'typeorm';
import { type AuditKind, AuditService } from '#core/audit';
import { BY_SYSTEM, type Cause } from '#core/kernel';
import { type Page, type PageOrder, Pages } from '#core/paging';
import { Clock, secondsAfter } from '#platform/clock';
import { Database, isUniqueViolation } from '#platform/database';
import { Ids } from '#platform/random';
import { OrganizationNotFound, SlugTaken, StaleUpdate } from './errors.js';
import { Membership } from './membership.entity.js';
import { mustHold, type OrganizationFacts } from './organization-facts.js';
import { Organization } from './organization.entity.js';
import { type OrganizationsConfig, organizationsSection } from './organizations.config.js';

export interface NewOrganization extends Partial<OrganizationFacts> {
  readonly name: string;
  readonly slug: string;
  /** Who owns it from the start. */
  readonly ownerId: string;
}

export const DEFAULT = { slug: 'default', name: 'Default' };

const MILLISECOND = 0.001;

/** Organisations themselves: what they are called, how they are set up, whether they are there. */
@Injectable()
export class OrganizationsService implements OnModuleInit {
  constructor(
    @Inject(organizationsSection.token) private readonly config: OrganizationsConfig,
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly pages: Pages,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** With a single tenant, makes the default organisation, once; another process may do it at the same moment. */
  async onModuleInit(): Promise<void> {
    if (this.config.isMultiTenant) return;
    const isThere = await this.database.repository(Organization).existsBy({ slug: DEFAULT.slug });
    if (isThere) return;
    await this.database
      .transaction(() => this.insert(this.drafted(DEFAULT), BY_SYSTEM))
      .catch((error: unknown) => {
        if (!(error instanceof SlugTaken)) throw error;
      });
  }

  /** @throws OrganizationInvalid, SlugTaken */
  async create({ ownerId, ...facts }: NewOrganization, cause: Cause = BY_SYSTEM): Promise<Organization> {
    mustHold(facts);
    const organization = this.drafted(facts);
    await this.database.transaction(async () => {
      await this.insert(organization, cause);
      const { id: organizationId, createdAt: joinedAt } = organization;
      const seat = { organizationId, userId: ownerId, role: 'owner', status: 'active' } as const;
      await this.database.insert(Membership, { ...seat, joinedAt, lastActiveAt: null });
      const details = { role: 'owner', by: 'founding' };
      await this.audit.record({ kind: 'member.seated', cause, organizationId, accountId: ownerId, details });
    });
    return organization;
  }

  /** @throws OrganizationNotFound also when it is deleted */
  async mustFind(id: string): Promise<Organization> {
    return found(await this.database.repository(Organization).findOneBy({ id, deletedAt: IsNull() }));
  }

  /** @throws OrganizationNotFound only when there never was one of that id */
  async mustFindEvenDeleted(id: string): Promise<Organization> {
    return found(await this.database.repository(Organization).findOneBy({ id }));
  }

  findBySlug(slug: string): Promise<Organization | null> {
    return this.database.repository(Organization).findOneBy({ slug, deletedAt: IsNull() });
  }

  /**
   * Those that are there, or those that are deleted, the oldest first.
   *
   * @throws CursorInvalid
   */
  list(order: PageOrder = {}, state: 'present' | 'deleted' = 'present'): Promise<Page<Organization>> {
    const deletedAt = state === 'present' ? IsNull() : Not(IsNull());
    return this.pages.read(
      `organizations ${state}`,
      order,
      ({ id }) => id,
      (take, after) =>
        this.database.repository(Organization).find({
          where: { deletedAt, ...(after !== undefined && { id: MoreThan(after) }) },
          order: { id: 'ASC' },
          take,
        }),
    );
  }

  /**
   * Changes what is given; what is so already changes nothing.
   *
   * @param readAt the `updatedAt` of the state that the change was made up from, where that matters
   * @throws OrganizationNotFound, OrganizationInvalid, SlugTaken, StaleUpdate
   */
  async change(
    id: string,
    change: Partial<OrganizationFacts>,
    readAt?: Date,
    cause: Cause = BY_SYSTEM,
  ): Promise<Organization> {
    mustHold(change);
    return this.database.transaction(async () => {
      const organization = await this.mustFind(id);
      const fields = differing(organization, change);
      const slug = fields.includes('slug') && { slug: { from: organization.slug, to: change.slug } };
      const isChanged = await this.write(organization, fields.length > 0 ? change : {}, readAt);
      if (isChanged) await this.record('organization.changed', organization, cause, { fields, ...slug });
      return organization;
    });
  }

  /**
   * Deletes it, for nobody to sign in to, with all that it has still there for {@link restore}.
   *
   * @throws OrganizationNotFound, StaleUpdate
   */
  async delete(id: string, readAt?: Date, cause: Cause = BY_SYSTEM): Promise<Organization> {
    return this.database.transaction(async () => {
      const organization = await this.mustHold(id);
      await this.write(organization, { deletedAt: this.clock.now() }, readAt);
      await this.record('organization.deleted', organization, cause);
      return organization;
    });
  }

  /**
   * Undoes {@link delete}; what is not deleted stays as it is.
   *
   * @throws OrganizationNotFound, StaleUpdate
   */
  async restore(id: string, readAt?: Date, cause: Cause = BY_SYSTEM): Promise<Organization> {
    return this.database.transaction(async () => {
      const organization = await this.mustFindEvenDeleted(id);
      const isRestored = await this.write(organization, organization.deletedAt ? { deletedAt: null } : {}, readAt);
      if (isRestored) await this.record('organization.restored', organization, cause);
      return organization;
    });
  }

  /**
   * The organisation, to change who sits in it or whether it is there: until the end of the transaction in
   * progress, whoever else asks like this for it waits.
   *
   * @throws OrganizationNotFound
   */
  async mustHold(id: string): Promise<Organization> {
    await this.hold(id);
    return this.mustFind(id);
  }

  /** Waits like {@link mustHold}, whatever has become of it. */
  async hold(id: string): Promise<void> {
    await this.database.lock(`organizations:${id}`);
  }

  /**
   * Writes what differs, and tells whether anything did. Another writer between the reading and the writing is
   * noticed by the moment that goes with each change.
   */
  private async write(organization: Organization, change: Partial<Organization>, readAt?: Date): Promise<boolean> {
    const { id, updatedAt } = organization;
    if (readAt !== undefined && readAt.getTime() !== updatedAt.getTime()) throw new StaleUpdate();
    if (Object.keys(change).length === 0) return false;
    const now = this.clock.now();
    const next = { ...change, updatedAt: now > updatedAt ? now : secondsAfter(updatedAt, MILLISECOND) };
    const changed = await unlessTaken(this.database.update(Organization, { id, updatedAt }, next));
    if (changed === 0) throw new StaleUpdate();
    Object.assign(organization, next);
    return true;
  }

  private async insert(organization: Organization, cause: Cause): Promise<void> {
    await unlessTaken(this.database.insert(Organization, organization));
    await this.record('organization.created', organization, cause, { slug: organization.slug });
  }

  private record(
    kind: AuditKind,
    { id }: Organization,
    cause: Cause,
    details: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    return this.audit.record({ kind, cause, organizationId: id, details });
  }

  private drafted(facts: Partial<OrganizationFacts> & Pick<Organization, 'name' | 'slug'>): Organization {
    const now = this.clock.now();
    return this.database.repository(Organization).create({
      id: this.ids.next(),
      slug: facts.slug,
      name: facts.name,
      description: facts.description ?? null,
      avatarUrl: facts.avatarUrl ?? null,
      settings: facts.settings ?? {},
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    });
  }
}

/** The names of those facts that would be others afterwards. */
function differing(organization: Organization, change: Partial<OrganizationFacts>): string[] {
  return Object.entries(change)
    .filter(([name, value]) => !isDeepStrictEqual(organization[name as keyof Organization], value))
    .map(([name]) => name);
}

function found(organization: Organization | null): Organization {
  if (!organization) throw new OrganizationNotFound();
  return organization;
}

async function unlessTaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    throw isUniqueViolation(error) ? new SlugTaken() : error;
  }
}
