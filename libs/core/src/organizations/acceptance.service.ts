import { Injectable } from '@nestjs/common';
import { ANYBODY, AuditService } from '#core/audit';
import { BY_SYSTEM, type Cause, type Visitor } from '#core/kernel';
import { Limits } from '#core/limits';
import { identifierKey, type User, UsersService } from '#core/users';
import { Database } from '#platform/database';
import { AlreadyAMember, InvitationInvalid } from './errors.js';
import { InvitationTable, type Invited } from './invitation-table.js';

import { MembersService } from './members.service.js';
import type { OrganizationRole } from './membership.entity.js';
import type { Organization } from './organization.entity.js';
import { OrganizationsService } from './organizations.service.js';

/** What a token is good for. */
export interface OpenInvitation {
  readonly organization: Organization;
  readonly email: string;
  readonly role: OrganizationRole;
}

/** The invited side of invitations: whoever has the token out of the mail. */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly members: MembersService,
    private readonly users: UsersService,
    private readonly table: InvitationTable,
    private readonly audit: AuditService,
    private readonly limits: Limits,
  ) {}

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
  async accept(user: User, token: string, cause: Cause = BY_SYSTEM): Promise<void> {
    await this.database.transaction(async () => {
      await this.organizations.hold((await this.mustFindOpen(token)).organizationId);
      const invitation = await this.mustFindOpen(token);
      const { id, organizationId, email, role } = invitation;
      if (!isSameAddress(user.email, email)) throw new InvitationInvalid('for another address');
      if (!(await this.table.settle(invitation, 'accepted', user.id))) throw new InvitationInvalid('accepted');
      const details = { invitationId: id, role };
      await this.audit.record({ kind: 'invitation.accepted', cause, organizationId, accountId: user.id, details });
      await this.members.add(organizationId, user.id, role, { by: 'invitation', cause });
    });
  }

  /**
   * Uses a token up for the account of the address that it was sent to, which has to be verified: else
   * somebody might have opened the account before its owner came.
   *
   * @throws LimitExceeded, InvitationInvalid, AlreadyAMember
   */
  async acceptByMail(token: string, visitor: Visitor): Promise<OpenInvitation> {
    await this.limits.spend('one-time-token', { ...visitor, account: token });
    try {
      const open = await this.peek(token);
      const user = await this.users.findByIdentifier(open.email, 'email');
      if (!user?.isEnabled || !user.isEmailVerified) {
        throw new InvitationInvalid('no account with that address verified');
      }
      await this.accept(user, token, { actor: user.id, visitor });
      return open;
    } catch (error) {
      return this.refuse(error, token, visitor);
    }
  }

  /**
   * Puts on record that an invitation was of no use, and why, then throws the error on. Of a token that never
   * was one there is nothing to tell. To be called outside of any transaction: this one is kept.
   */
  async refuse(error: unknown, token: string, visitor: Visitor): Promise<never> {
    const isRefusal = error instanceof InvitationInvalid || error instanceof AlreadyAMember;
    const invitation = isRefusal ? await this.table.findByToken(token) : undefined;
    if (!isRefusal || !invitation) throw error;
    const { id, organizationId } = invitation;
    const details = { invitationId: id, reason: error.logReason ?? error.code };
    const cause = { actor: ANYBODY, visitor };
    await this.audit.recordFailure({ kind: 'invitation.refused', cause, organizationId, details });
    throw error;
  }

  private async mustFindOpen(token: string): Promise<Invited> {
    const found = await this.table.findByToken(token);
    if (!found) throw new InvitationInvalid('no token of ours');
    const status = this.table.statusOf(found);
    if (status !== 'pending') throw new InvitationInvalid(status);
    if (found.organization.deletedAt !== null) throw new InvitationInvalid('organization deleted');
    return found;
  }
}

function isSameAddress(one: string | null, other: string): boolean {
  return one !== null && identifierKey(one) === identifierKey(other);
}
