import type { Page } from '#core/paging';
import type { User } from '#core/users';
import { nextOf } from '../shared/paging.dto.js';
import type { Account, Accounts } from './account.dto.js';

export function toAccount(user: User): Account {
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    emailVerified: user.isEmailVerified,
    replacedEmail: user.replacedEmail,
    role: user.role,
    enabled: user.isEnabled,
    disabledAt: user.disabledAt?.toISOString() ?? null,
    firstName: user.firstName,
    lastName: user.lastName,
    nickname: user.nickname,
    picture: user.picture,
    phone: user.phone,
    userMetadata: user.userMetadata,
    appMetadata: user.appMetadata,
    lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  };
}

export function toAccounts(page: Page<User>): Accounts {
  return { accounts: page.rows.map(toAccount), next: nextOf(page) };
}
