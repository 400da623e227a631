import { type Reason, refusedInput, SAMPLE_USER } from '#edge';
import { describe, ETAG_HEADER } from '../shared/documentation.js';
import { AccountChanges, AccountQuery, NewAccountInput } from './account-inputs.dto.js';
import { Account, Accounts } from './account.dto.js';
import { toAccount, toAccounts } from './account.mapper.js';

const TAG = 'Accounts';

export const ACCOUNT_PARAM = { id: 'The id of the account.' };

/** An account as it stands after the operation. */
export const accountAnswer = (description: string, status = 200) => ({
  status,
  description,
  type: Account,
  headers: ETAG_HEADER,
  example: toAccount(SAMPLE_USER),
});

const UNFIT: readonly Reason[] = ['identifier_taken', 'identifier_invalid', 'metadata_too_large'];

/** The published description of each operation. */
export const documents = {
  search: () =>
    describe({
      tag: TAG,
      operationId: 'searchAccounts',
      summary: 'Search accounts',
      description: 'Lists the newest accounts first, or by name where a name is looked for.',
      scope: 'accounts:read',
      query: AccountQuery,
      success: {
        status: 200,
        description: 'A page of accounts',
        type: Accounts,
        example: toAccounts({ rows: [SAMPLE_USER] }),
      },
      errors: [refusedInput(AccountQuery, 'query', { size: '0' }), 'cursor_invalid'],
    }),
  create: () =>
    describe({
      tag: TAG,
      operationId: 'createAccount',
      summary: 'Create an account',
      description:
        'With an e-mail address, a user name or both. Where no password is given, a mail lets its owner choose one; where ' +
        'one is, and the address is not known to be theirs, a mail asks to verify it. Only a superadmin makes another.',
      scope: 'accounts:write',
      body: { type: NewAccountInput },
      success: {
        ...accountAnswer('The account', 201),
        headers: {
          ...ETAG_HEADER,
          Location: { description: 'Where it is', required: true, schema: { type: 'string' } },
        },
      },
      errors: [
        refusedInput(NewAccountInput, 'body', { role: 'king' }),
        ...UNFIT,
        'password_unacceptable',
        'no_email_address',
        'overloaded',
      ],
    }),
  read: () =>
    describe({
      tag: TAG,
      operationId: 'readAccount',
      summary: 'Read an account',
      description: 'Tells everything that is kept of it but its password.',
      scope: 'accounts:read',
      params: ACCOUNT_PARAM,
      success: accountAnswer('The account'),
      errors: ['account_not_found'],
    }),
  update: () =>
    describe({
      tag: TAG,
      operationId: 'updateAccount',
      summary: 'Change an account',
      description: 'Changes what is given, all of it or nothing. Null takes something away.',
      scope: 'accounts:write',
      params: ACCOUNT_PARAM,
      body: { type: AccountChanges },
      isConditional: true,
      success: accountAnswer('The account as it is now'),
      errors: [refusedInput(AccountChanges, 'body', { firstName: 7 }), ...UNFIT, 'account_not_found'],
    }),
  delete: () =>
    describe({
      tag: TAG,
      operationId: 'deleteAccount',
      summary: 'Delete an account',
      description:
        'Removes it with everything that is its own, and ends its sessions. Refused for the last owner of an organization, ' +
        'and for the last superadmin.',
      scope: 'accounts:write',
      params: ACCOUNT_PARAM,
      isConditional: true,
      success: { status: 204, description: 'It is gone' },
      errors: ['account_not_found', 'last_owner', 'last_superadmin'],
    }),
};
