import { Injectable } from '@nestjs/common';
import { type AuditKind, AuditService } from '#core/audit';
import { BY_SYSTEM, type Cause } from '#core/kernel';
import { type Page, type PageOrder, Pages } from '#core/paging';
import { type Identifier, UsersService } from '#core/users';
import { Database } from '#platform/database';
import { AlreadyAMember, InvitationSettled } from './errors.js';
import { InvitationLetters } from './invitation-letters.js';
import {
  type InvitationOrder,
  type InvitationRecord,
  type InvitationStatus,
  InvitationTable,
} from './invitation-table.js';
import { Invitation } from './invitation.entity.js';
import { MembersService } from './members.service.js';
import { OrganizationsService } from './organizations.service.js';

/** Invitations by mail, as the inviting side has them: each good once, for one address, for a while. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly members: MembersService,
    private readonly users: UsersService,
    private readonly letters: InvitationLetters,
    private readonly table: InvitationTable,
    private readonly audit: AuditService,
    private readonly pages: Pages,
  ) {}

  /**
   * Sends an invitation. One that is pending for the same address is revoked: only the newest mail counts.
   *
   * @throws LimitExceeded, OrganizationNotFound, AlreadyAMember
   */
  async invite(organizationId: string, order: InvitationOrder, cause: Cause = BY_SYSTEM): Promise<InvitationRecord> {
    await this.letters.count(order.email.display);
    return this.database.transaction(async () => {
      const organization = await this.organizations.mustHold(organizationId);
      await this.mustBeOutside(organizationId, order.email.display);
      await this.replace(organizationId, order.email, cause);
      const { token, ...kept } = this.letters.freshToken();
      const invitation = await this.table.add(organizationId, order, kept);
      await this.record('invitation.created', invitation, cause, { role: order.role });
      await this.letters.send(order.email.display, organization, { token, visitor: cause.visitor });
      return this.table.toRecord(invitation);
    });
  }

  /**
   * Sends another mail, with a token and a time of its own; the token before stops working. Revives one
   * that has expired.
   *
   * @throws OrganizationNotFound, InvitationNotFound, InvitationSettled, LimitExceeded
   */
  async resend(organizationId: string, id: string, cause: Cause = BY_SYSTEM): Promise<InvitationRecord> {
    const { email } = await this.table.mustFind(organizationId, id);
    await this.letters.count(email);
    return this.database.transaction(async () => {
      const organization = await this.organizations.mustHold(organizationId);
      const { token, ...kept } = this.letters.freshToken();
      const changed = await this.database.update(Invitation, { organizationId, id, status: 'pending' }, kept);
      if (changed === 0) throw new InvitationSettled();
      const invitation = await this.table.mustFind(organizationId, id);
      await this.record('invitation.resent', invitation, cause);
      await this.letters.send(email, organization, { token, visitor: cause.visitor });
      return this.table.toRecord(invitation);
    });
  }

  /** @throws InvitationNotFound, InvitationSettled */
  async revoke(organizationId: string, id: string, cause: Cause = BY_SYSTEM): Promise<InvitationRecord> {
    return this.database.transaction(async () => {
      await this.organizations.hold(organizationId);
      const isRevoked = await this.settle(await this.table.mustFind(organizationId, id), cause);
      if (!isRevoked) throw new InvitationSettled();
      return this.mustFind(organizationId, id);
    });
  }

  /** @throws InvitationNotFound */
  async mustFind(organizationId: string, id: string): Promise<InvitationRecord> {
    return this.table.toRecord(await this.table.mustFind(organizationId, id));
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
        const rows = await this.table.page(organizationId, status, take, after);
        return rows.map((row) => this.table.toRecord(row));
      },
    );
  }

  private async mustBeOutside(organizationId: string, email: string): Promise<void> {
    const user = await this.users.findByIdentifier(email, 'email');
    if (user && (await this.members.isListed(organizationId, user.id))) throw new AlreadyAMember();
  }

  private async replace(organizationId: string, { key }: Identifier, cause: Cause): Promise<void> {
    const pending = await this.database.repository(Invitation).findOneBy({ organizationId, pendingKey: key });
    if (pending) await this.settle(pending, cause);
  }

  private async settle(invitation: Invitation, cause: Cause): Promise<boolean> {
    const isSettled = await this.table.settle(invitation, 'revoked');
    if (isSettled) await this.record('invitation.revoked', invitation, cause);
    return isSettled;
  }

  private record(
    kind: AuditKind,
    { id, organizationId }: Invitation,
    cause: Cause,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    return this.audit.record({ kind, cause, organizationId, details: { invitationId: id, ...more } });
  }
}
