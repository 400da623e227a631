import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { type AuditKind, AuditService } from '#core/audit';
import { BY_SYSTEM, type Cause } from '#core/kernel';
import { type Page, type PageOrder, Pages } from '#core/paging';
import { Clock } from '#platform/clock';
import { Database, isUniqueViolation } from '#platform/database';
import { TxtRecords } from '#platform/dns';
import { Ids, Random } from '#platform/random';
import { domainName, domainOf } from './domain-name.js';
import { OrganizationDomain } from './domain.entity.js';
import { DomainNotFound, DomainNotVerified, DomainTaken } from './errors.js';
import { OrganizationsService } from './organizations.service.js';

/** The TXT record by which an organisation shows that a domain is its own. */
export interface DomainChallenge {
  readonly recordName: string;
  readonly recordText: string;
}

/** What has to be published for the domain to be verified. */
export function challengeOf({ name, challenge }: Pick<OrganizationDomain, 'name' | 'challenge'>): DomainChallenge {
  return { recordName: `_rosetta.${name}`, recordText: `rosetta-verification=${challenge}` };
}

/** Domains that organisations claim, verify, and have people of join by. */
@Injectable()
export class DomainsService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly txtRecords: TxtRecords,
    private readonly audit: AuditService,
    private readonly pages: Pages,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly random: Random,
  ) {}

  /**
   * Puts a domain on the organisation's list, not verified yet, without auto-join.
   *
   * @throws OrganizationNotFound, DomainInvalid
   * @throws DomainTaken when it is on that list, or another organisation has verified it
   */
  async add(organizationId: string, text: string, cause: Cause = BY_SYSTEM): Promise<OrganizationDomain> {
    const name = domainName(text);
    const domain = this.database.repository(OrganizationDomain).create({
      id: this.ids.next(),
      organizationId,
      name,
      verifiedName: null,
      challenge: this.random.token(),
      autoJoin: 'off',
      createdAt: this.clock.now(),
      verifiedAt: null,
    });
    return this.database.transaction(async () => {
      await this.organizations.mustFind(organizationId);
      const isTaken = await this.database.repository(OrganizationDomain).existsBy({ verifiedName: name });
      if (isTaken) throw new DomainTaken();
      await unlessTaken(this.database.insert(OrganizationDomain, domain));
      await this.record('domain.added', domain, cause);
      return domain;
    });
  }

  /**
   * Asks the domain name system, and records the domain as verified. Once it is, asking again changes nothing.
   *
   * @throws OrganizationNotFound, DomainNotFound, DomainNotVerified
   * @throws DomainTaken when another organisation was quicker
   */
  async verify(organizationId: string, id: string, cause: Cause = BY_SYSTEM): Promise<OrganizationDomain> {
    const domain = await this.mustFind(organizationId, id);
    await this.organizations.mustFind(organizationId);
    if (domain.verifiedAt !== null) return domain;
    await this.mustSaySo(challengeOf(domain));
    const change = { verifiedName: domain.name, verifiedAt: this.clock.now() };
    return this.database.transaction(async () => {
      const unverified = { organizationId, id, verifiedAt: IsNull() };
      const changed = await unlessTaken(this.database.update(OrganizationDomain, unverified, change));
      // It was removed meanwhile, or verified by somebody who asked at the same moment.
      if (changed === 0) return this.mustFind(organizationId, id);
      await this.record('domain.verified', domain, cause);
      return Object.assign(domain, change);
    });
  }

  /**
   * Whether everybody with a verified address of that domain may take a seat. Holds once it is verified.
   *
   * @throws DomainNotFound
   */
  async setAutoJoin(
    organizationId: string,
    id: string,
    isOn: boolean,
    cause: Cause = BY_SYSTEM,
  ): Promise<OrganizationDomain> {
    const autoJoin = isOn ? 'on' : 'off';
    return this.database.transaction(async () => {
      const domain = await this.mustFind(organizationId, id);
      const another = { organizationId, id, autoJoin: isOn ? 'off' : 'on' } as const;
      const changed = await this.database.update(OrganizationDomain, another, { autoJoin });
      if (changed > 0) await this.record('domain.changed', domain, cause, { autoJoin });
      return Object.assign(domain, { autoJoin });
    });
  }

  /** @throws DomainNotFound */
  async remove(organizationId: string, id: string, cause: Cause = BY_SYSTEM): Promise<void> {
    await this.database.transaction(async () => {
      const domain = await this.mustFind(organizationId, id);
      const removed = await this.database.remove(OrganizationDomain, { organizationId, id });
      if (removed === 0) throw new DomainNotFound();
      await this.record('domain.removed', domain, cause);
    });
  }

  /** @throws DomainNotFound */
  async mustFind(organizationId: string, id: string): Promise<OrganizationDomain> {
    const domain = await this.database.repository(OrganizationDomain).findOneBy({ organizationId, id });
    if (!domain) throw new DomainNotFound();
    return domain;
  }

  /** @throws OrganizationNotFound, CursorInvalid */
  async list(organizationId: string, order: PageOrder = {}): Promise<Page<OrganizationDomain>> {
    await this.organizations.mustFindEvenDeleted(organizationId);
    return this.pages.read(
      `domains ${organizationId}`,
      order,
      ({ id }) => id,
      (take, after) =>
        this.database.repository(OrganizationDomain).find({
          where: { organizationId, ...(after !== undefined && { id: MoreThan(after) }) },
          order: { id: 'ASC' },
          take,
        }),
    );
  }

  /** The id of the organisation that people with such an address may join by themselves. */
  async openTo(email: string): Promise<string | undefined> {
    const verifiedName = domainOf(email);
    if (verifiedName === undefined) return undefined;
    const domain = await this.database.repository(OrganizationDomain).findOneBy({
      verifiedName,
      autoJoin: 'on',
      organization: { deletedAt: IsNull() },
    });
    return domain?.organizationId;
  }

  private record(
    kind: AuditKind,
    { organizationId, id, name }: OrganizationDomain,
    cause: Cause,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    return this.audit.record({ kind, cause, organizationId, details: { domainId: id, domain: name, ...more } });
  }

  private async mustSaySo({ recordName, recordText }: DomainChallenge): Promise<void> {
    const texts = await this.txtRecords.of(recordName).catch((error: unknown) => {
      throw new DomainNotVerified(recordName, recordText, error instanceof Error ? error.message : 'no answer');
    });
    if (texts.includes(recordText)) return;
    throw new DomainNotVerified(recordName, recordText, `${texts.length} other records`);
  }
}

async function unlessTaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    throw isUniqueViolation(error) ? new DomainTaken() : error;
  }
}
