import { refusedInput } from '#edge';
import { describe, type Facts } from '../shared/documentation.js';
import { PasswordResetInput, RoleInput } from './account-inputs.dto.js';
import { ACCOUNT_PARAM, accountAnswer } from './accounts.documentation.js';

const OF_ACCOUNTS = {
  tag: 'Accounts',
  scope: 'accounts:write',
  params: ACCOUNT_PARAM,
  isConditional: true,
  success: accountAnswer('The account as it is now'),
} satisfies Partial<Facts>;

/** The published description of each operation. */
export const documents = {
  disable: () =>
    describe({
      ...OF_ACCOUNTS,
      operationId: 'disableAccount',
      summary: 'Disable an account',
      description:
        'It cannot be used until it is enabled again, and all its sessions are over at once. Refused for the last owner of ' +
        'an organization, and for the last superadmin.',
      errors: ['account_not_found', 'last_owner', 'last_superadmin'],
    }),
  enable: () =>
    describe({
      ...OF_ACCOUNTS,
      operationId: 'enableAccount',
      summary: 'Enable an account',
      description: 'It can be used again. The sessions that it had stay over.',
      errors: ['account_not_found'],
    }),
  setRole: () =>
    describe({
      ...OF_ACCOUNTS,
      operationId: 'setAccountRole',
      summary: 'Give an account a role',
      description: 'Counts from the next request on. Only a superadmin makes another, and the last one stays.',
      body: { type: RoleInput },
      errors: [refusedInput(RoleInput, 'body', { role: 'king' }), 'account_not_found', 'last_superadmin'],
    }),
  verifyEmail: () =>
    describe({
      ...OF_ACCOUNTS,
      operationId: 'verifyAccountEmail',
      summary: 'Mark the e-mail address verified',
      description: 'Takes your word for it. An address that it was to replace is let go.',
      errors: ['account_not_found', 'no_email_address'],
    }),
  startPasswordReset: () =>
    describe({
      ...OF_ACCOUNTS,
      isConditional: false,
      operationId: 'startPasswordReset',
      summary: 'Have the owner choose a new password',
      description: 'Sends a mail with a link. The present password stays good until another is chosen.',
      body: { type: PasswordResetInput, isOptional: true },
      success: { status: 204, description: 'The mail is on its way' },
      errors: [
        refusedInput(PasswordResetInput, 'body', { endSessions: 'yes' }),
        'account_not_found',
        'no_email_address',
      ],
    }),
};
