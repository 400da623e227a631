import type { AccountUpdate, NewAccount } from '#core/administration';
import { emailIdentifier, type ProfileChange, type Role, type UserFilter, usernameIdentifier } from '#core/users';
import type { AccountChanges, AccountQuery, NewAccountInput, ProfileInput } from './account-inputs.dto.js';

export function toUserFilter(query: AccountQuery): UserFilter {
  const { identifier, identifierPrefix, role, enabled, emailVerified, createdFrom, createdUntil } = query;
  return {
    ...(identifier !== undefined && { identifier }),
    ...(identifierPrefix !== undefined && { identifierPrefix }),
    ...(role !== undefined && { role: role as Role }),
    ...(enabled !== undefined && { isEnabled: enabled === 'true' }),
    ...(emailVerified !== undefined && { isEmailVerified: emailVerified === 'true' }),
    ...(createdFrom !== undefined && { createdFrom: new Date(createdFrom) }),
    ...(createdUntil !== undefined && { createdUntil: new Date(createdUntil) }),
  };
}

/** @throws IdentifierInvalid */
export function toNewAccount(input: NewAccountInput): NewAccount {
  const { username, email, password, role = 'user', emailVerified = false } = input;
  return {
    identifiers: [
      ...(username === undefined ? [] : [usernameIdentifier(username)]),
      ...(email === undefined ? [] : [emailIdentifier(email)]),
    ],
    role: role as Role,
    password,
    isEmailVerified: emailVerified,
    profile: toProfile(input),
  };
}

/** @throws IdentifierInvalid */
export function toAccountUpdate(input: AccountChanges): AccountUpdate {
  const { username, email } = input;
  return {
    ...(username !== undefined && { username: username === null ? null : usernameIdentifier(username) }),
    ...(email !== undefined && { email: emailIdentifier(email) }),
    profile: toProfile(input),
  };
}

/** Fields one by one: what the input does not name never gets to the database. */
function toProfile(input: ProfileInput): ProfileChange {
  const { firstName, lastName, nickname, picture, phone, userMetadata, appMetadata } = input;
  return {
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(nickname !== undefined && { nickname }),
    ...(picture !== undefined && { picture }),
    ...(phone !== undefined && { phone }),
    ...(userMetadata !== undefined && { userMetadata }),
    ...(appMetadata !== undefined && { appMetadata }),
  };
}
