import type { InvitationRecord } from '#core/organizations';
import { refusedInput } from '#edge';
import { describe } from '../shared/documentation.js';
import { Invitation, InvitationQuery, Invitations, NewInvitationInput } from './invitation.dto.js';
import { toInvitation, toInvitations } from './invitation.mapper.js';

const TAG = 'Invitations';
const READ = { tag: TAG, scope: 'organizations:read' };
const WRITE = { tag: TAG, scope: 'organizations:write' };
const PARAMS = { id: 'The id of the organization.' };
const INVITATION_PARAMS = { ...PARAMS, invitationId: 'The id of the invitation.' };

const SENT_AT = new Date('2030-01-01T12:00:00.000Z');

const SAMPLE: InvitationRecord = {
  id: '7e8f9a0b-1c2d-4e3f-8a5b-6c7d8e9f0a1b',
  organizationId: '3c9f0d5e-6a1b-4f2c-8d7e-9b0a1c2d3e4f',
  email: 'ada@example.com',
  role: 'member',
  status: 'pending',
  invitedBy: null,
  acceptedBy: null,
  createdAt: SENT_AT,
  sentAt: SENT_AT,
  expiresAt: new Date('2030-01-08T12:00:00.000Z'),
  settledAt: null,
};

const answer = (description: string, invitation: InvitationRecord, status = 200) => ({
  status,
  description,
  type: Invitation,
  example: toInvitation(invitation),
});

/** The published description of each operation. */
export const documents = {
  list: () =>
    describe({
      ...READ,
      operationId: 'listInvitations',
      summary: 'List the invitations of an organization',
      description: 'All of them, or those that are in one state, the oldest first.',
      params: PARAMS,
      query: InvitationQuery,
      success: {
        status: 200,
        description: 'A page of invitations',
        type: Invitations,
        example: toInvitations({ rows: [SAMPLE] }),
      },
      errors: [refusedInput(InvitationQuery, 'query', { status: 'lost' }), 'cursor_invalid', 'organization_not_found'],
    }),
  create: () =>
    describe({
      ...WRITE,
      operationId: 'createInvitation',
      summary: 'Invite somebody by mail',
      description: 'An invitation that is pending for the same address is revoked: only the newest mail counts.',
      params: PARAMS,
      body: { type: NewInvitationInput },
      success: answer('The invitation', SAMPLE, 201),
      errors: [
        refusedInput(NewInvitationInput, 'body', { email: 'ada' }),
        'organization_not_found',
        'already_a_member',
      ],
    }),
  read: () =>
    describe({
      ...READ,
      operationId: 'readInvitation',
      summary: 'Read an invitation',
      description: 'Whatever has become of it.',
      params: INVITATION_PARAMS,
      success: answer('The invitation', SAMPLE),
      errors: ['organization_not_found', 'invitation_not_found'],
    }),
  resend: () =>
    describe({
      ...WRITE,
      operationId: 'resendInvitation',
      summary: 'Send an invitation again',
      description: 'With a token and a time of its own; the one before stops working. Revives one that has expired.',
      params: INVITATION_PARAMS,
      success: answer('The invitation as it is now', SAMPLE),
      errors: ['organization_not_found', 'invitation_not_found', 'invitation_settled'],
    }),
  revoke: () =>
    describe({
      ...WRITE,
      operationId: 'revokeInvitation',
      summary: 'Revoke an invitation',
      description: 'Its token stops working for good.',
      params: INVITATION_PARAMS,
      success: answer('The invitation as it is now', { ...SAMPLE, status: 'revoked', settledAt: SENT_AT }),
      errors: ['organization_not_found', 'invitation_not_found', 'invitation_settled'],
    }),
};
