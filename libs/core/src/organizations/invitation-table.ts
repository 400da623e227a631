import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan } from 'typeorm';
import type { Identifier } from '#core/users';
import { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Ids } from '#platform/random';
import { InvitationNotFound } from './errors.js';
import { digestOf } from './invitation-letters.js';
import { Invitation, type StoredInvitationStatus } from './invitation.entity.js';
import type { OrganizationRole } from './membership.entity.js';
import type { Organization } from './organization.entity.js';

export interface InvitationOrder {
  readonly email: Identifier;
  readonly role: OrganizationRole;
  /** The account that invites, if it is one. */
  readonly invitedBy?: string;
}

export const INVITATION_STATUSES = ['pending', 'accepted', 'revoked', 'expired'] as const satisfies readonly (
  StoredInvitationStatus | 'expired'
)[];

export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

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

export type Invited = Invitation & { readonly organization: Organization };

/** The rows of invitations, and what they mean at the present moment. */
@Injectable()
export class InvitationTable {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async add(
    organizationId: string,
    { email, role, invitedBy }: InvitationOrder,
    kept: Pick<Invitation, 'digest' | 'sentAt' | 'expiresAt'>,
  ): Promise<Invitation> {
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
    return invitation;
  }

  /** @throws InvitationNotFound */
  async mustFind(organizationId: string, id: string): Promise<Invitation> {
    const row = await this.database.repository(Invitation).findOneBy({ organizationId, id });
    if (!row) throw new InvitationNotFound();
    return row;
  }

  /** The invitation of the newest mail that holds the token, whatever has become of it. */
  async findByToken(token: string): Promise<Invited | undefined> {
    const where = { digest: digestOf(token) };
    const found = await this.database.repository(Invitation).findOne({ where, relations: { organization: true } });
    return found?.organization ? Object.assign(found, { organization: found.organization }) : undefined;
  }

  page(organizationId: string, status: InvitationStatus | undefined, take: number, after?: string) {
    return this.database.repository(Invitation).find({
      where: { organizationId, ...this.having(status), ...(after !== undefined && { id: MoreThan(after) }) },
      order: { id: 'ASC' },
      take,
    });
  }

  /** Ends a pending one for good, and tells whether it was this call that did. */
  async settle(
    { id, digest }: Invitation,
    status: 'accepted' | 'revoked',
    acceptedBy: string | null = null,
  ): Promise<boolean> {
    const change = { status, acceptedBy, pendingKey: null, settledAt: this.clock.now() };
    return (await this.database.update(Invitation, { id, digest, status: 'pending' }, change)) > 0;
  }

  statusOf({ status, expiresAt }: Invitation): InvitationStatus {
    return status === 'pending' && expiresAt <= this.clock.now() ? 'expired' : status;
  }

  toRecord(row: Invitation): InvitationRecord {
    return {
      id: row.id,
      organizationId: row.organizationId,
      email: row.email,
      role: row.role,
      status: this.statusOf(row),
      invitedBy: row.invitedBy,
      acceptedBy: row.acceptedBy,
      createdAt: row.createdAt,
      sentAt: row.sentAt,
      expiresAt: row.expiresAt,
      settledAt: row.settledAt,
    };
  }

  private having(status: InvitationStatus | undefined) {
    const now = this.clock.now();
    if (status === 'pending') return { status, expiresAt: MoreThan(now) } as const;
    if (status === 'expired') return { status: 'pending', expiresAt: LessThanOrEqual(now) } as const;
    return status === undefined ? {} : { status };
  }
}
