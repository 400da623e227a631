import type { InvitationRecord } from '#core/organizations';
import type { Page } from '#core/paging';
import { nextOf } from '../shared/paging.dto.js';
import type { Invitation, Invitations } from './invitation.dto.js';

export function toInvitation(invitation: InvitationRecord): Invitation {
  const { id, email, role, status, invitedBy, acceptedBy, createdAt, sentAt, expiresAt, settledAt } = invitation;
  return {
    id,
    email,
    role,
    status,
    invitedBy,
    acceptedBy,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
  };
}

export function toInvitations(page: Page<InvitationRecord>): Invitations {
  return { invitations: page.rows.map(toInvitation), next: nextOf(page) };
}
