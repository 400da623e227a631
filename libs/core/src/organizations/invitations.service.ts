import { Injectable } from '@nestjs/common';
import { IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { type Page, type PageOrder, Pages } from '#core/paging';
import { type Identifier, identifierKey, type User, UsersService } from '#core/users';
import { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Ids } from '#platform/random';
import { AlreadyAMember, InvitationInvalid, InvitationNotFound, InvitationSettled } from './errors.js';
import { digestOf, InvitationLetters } from './invitation-letters.js';
import { Invitation, type StoredInvitationStatus } from './invitation.entity.js';
import type { OrganizationRole } from './membership.entity.js';
import { MembersService } from './members.service.js';
import type { Organization } from './organization.entity.js';
import { OrganizationsService } from './organizations.service.js';

export type InvitationStatus = StoredInvitationStatus | 'expired';

export interface InvitationOrder {
  readonly email: Identifier;
  readonly role: OrganizationRole;
  /** The account that invites, if it is one. */
  readonly invitedBy?: string;
}

/** An invitation as its organisation lists it; the token is in the mail alone. */
export interface InvitationRecord {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly role: OrganizationRole;
  readonly status: InvitationStatus;
  readonly invitedBy: string | null;
  readonly acceptedBy: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date;
  readonly expiresAt: Date;
  readonly settledAt: Date | null;
}

/** What a token is good for. */
export interface OpenInvitation {
  readonly organization: Organization;
  readonly email: string;
  readonly role: OrganizationRole;
}

/** Invitations by mail: each good once, for one address, for a while. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly members: MembersService,
    private readonly users: UsersService,
    private readonly letters: InvitationLetters,
    private readonly pages: Pages,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Sends an invitation. One that is pending for the same address is revoked: only the newest mail counts.
   *
   * @throws LimitExceeded, OrganizationNotFound, AlreadyAMember
   */
  async invite(organizationId: string, { email, role, invitedBy }: InvitationOrder): Promise<InvitationRecord> {
    await this.letters.count(email.display);
    return this.database.transaction(async () => {
      const organization = await this.organizations.mustHold(organizationId);
      await this.mustBeOutside(organizationId, email.display);
      await this.settle({ organizationId, pendingKey: email.key }, 'revoked');
      const { token, ...kept } = this.letters.freshToken();
      const invitation = this.database.repository(Invitation).create({
        ...kept,
        id: this.ids.next(),
        organizationId,
        email: email.display,
        pendingKey: email.key,
        role,
        status: 'pending',
        invitedBy: invitedBy ?? null,
        acceptedBy: null,
        createdAt: kept.sentAt,
        settledAt: null,
      });
      await this.database.insert(Invitation, invitation);
      await this.letters.send(email.display, organization, token);
      return this.toRecord(invitation);
    });
  }

  /**
   * Sends another mail, with a token and a time of its own; the token before stops working. Revives one
   * that has expired.
   *
   * @throws OrganizationNotFound, InvitationNotFound, InvitationSettled, LimitExceeded
   */
  async resend(organizationId: string, id: string): Promise<InvitationRecord> {
    const { email } = await this.mustFindRow(organizationId, id);
    await this.letters.count(email);
    return this.database.transaction(async () => {
      const organization = await this.organizations.mustHold(organizationId);
      const { token, ...kept } = this.letters.freshToken();
      const changed = await this.database.update(Invitation, { organizationId, id, status: 'pending' }, kept);
      if (changed === 0) throw new InvitationSettled();
      await this.letters.send(email, organization, token);
      return this.toRecord(await this.mustFindRow(organizationId, id));
    });
  }

  /** @throws InvitationNotFound, InvitationSettled */
  async revoke(organizationId: string, id: string): Promise<InvitationRecord> {
    return this.database.transaction(async () => {
      await this.mustFindRow(organizationId, id);
      if ((await this.settle({ organizationId, id }, 'revoked')) === 0) throw new InvitationSettled();
      return this.toRecord(await this.mustFindRow(organizationId, id));
    });
  }

  /** @throws InvitationNotFound */
  async mustFind(organizationId: string, id: string): Promise<InvitationRecord> {
    return this.toRecord(await this.mustFindRow(organizationId, id));
  }

  /**
   * The invitations of an organisation, the oldest first.
   *
   * @throws OrganizationNotFound, CursorInvalid
   */
  async list(
    organizationId: string,
    order: PageOrder = {},
    status?: InvitationStatus,
  ): Promise<Page<InvitationRecord>> {
    await this.organizations.mustFindEvenDeleted(organizationId);
    return this.pages.read(
      `invitations ${organizationId} ${status ?? '*'}`,
      order,
      ({ id }) => id,
      async (take, after) => {
        const rows = await this.database.repository(Invitation).find({
          where: { organizationId, ...this.having(status), ...(after !== undefined && { id: MoreThan(after) }) },
          order: { id: 'ASC' },
          take,
        });
        return rows.map((row) => this.toRecord(row));
      },
    );
  }

  /**
   * What the token would open now. Uses nothing up, so a link may be looked at any number of times.
   *
   * @throws InvitationInvalid
   */
  async peek(token: string): Promise<OpenInvitation> {
    const { organization, email, role } = await this.mustFindOpen(token);
    return { organization, email, role };
  }

  /**
   * Uses a token up and gives the account the seat. Of several at once exactly one succeeds.
   *
   * @throws InvitationInvalid also for an account of another address than the one that was invited
   * @throws AlreadyAMember
   */
  async accept(user: User, token: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.organizations.hold((await this.mustFindOpen(token)).organizationId);
      const { id, organization, email, role } = await this.mustFindOpen(token);
      if (!isSameAddress(user.email, email)) throw new InvitationInvalid('for another address');
      const accepted = await this.settle({ id, digest: digestOf(token) }, 'accepted', user.id);
      if (accepted === 0) throw new InvitationInvalid('used at the same moment');
      await this.members.add(organization.id, user.id, role);
    });
  }

  /**
   * Uses a token up for the account of the address that it was sent to, which has to be verified: else
   * somebody might have opened the account before its owner came.
   *
   * @throws InvitationInvalid, AlreadyAMember
   */
  async acceptByMail(token: string): Promise<OpenInvitation> {
    const open = await this.peek(token);
    const user = await this.users.findByIdentifier(open.email, 'email');
    if (!user?.isEnabled || !user.isEmailVerified) throw new InvitationInvalid('no account with that address verified');
    await this.accept(user, token);
    return open;
  }

  private async mustFindOpen(token: string): Promise<Invitation & { readonly organization: Organization }> {
    const found = await this.database.repository(Invitation).findOne({
      where: { digest: digestOf(token), ...this.having('pending'), organization: { deletedAt: IsNull() } },
      relations: { organization: true },
    });
    if (!found?.organization) throw new InvitationInvalid('none that is open');
    return Object.assign(found, { organization: found.organization });
  }

  private async mustFindRow(organizationId: string, id: string): Promise<Invitation> {
    const row = await this.database.repository(Invitation).findOneBy({ organizationId, id });
    if (!row) throw new InvitationNotFound();
    return row;
  }

  private async mustBeOutside(organizationId: string, email: string): Promise<void> {
    const user = await this.users.findByIdentifier(email, 'email');
    if (user && (await this.members.isListed(organizationId, user.id))) throw new AlreadyAMember();
  }

  private settle(
    which: Partial<Pick<Invitation, 'id' | 'organizationId' | 'digest'>> & { readonly pendingKey?: string },
    status: 'accepted' | 'revoked',
    acceptedBy: string | null = null,
  ): Promise<number> {
    const change = { status, acceptedBy, pendingKey: null, settledAt: this.clock.now() };
    return this.database.update(Invitation, { ...which, status: 'pending' }, change);
  }

  private having(status: InvitationStatus | undefined) {
    const now = this.clock.now();
    if (status === 'pending') return { status, expiresAt: MoreThan(now) } as const;
    if (status === 'expired') return { status: 'pending', expiresAt: LessThanOrEqual(now) } as const;
    return status === undefined ? {} : { status };
  }

  private toRecord(row: Invitation): InvitationRecord {
    const isExpired = row.status === 'pending' && row.expiresAt <= this.clock.now();
    return {
      id: row.id,
      organizationId: row.organizationId,
      email: row.email,
      role: row.role,
      status: isExpired ? 'expired' : row.status,
      invitedBy: row.invitedBy,
      acceptedBy: row.acceptedBy,
      createdAt: row.createdAt,
      sentAt: row.sentAt,
      expiresAt: row.expiresAt,
      settledAt: row.settledAt,
    };
  }
}

function isSameAddress(one: string | null, other: string): boolean {
  return one !== null && identifierKey(one) === identifierKey(other);
}
