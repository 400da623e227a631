import { AccountsAdministration } from '#core/administration';
import type { User } from '#core/users';
import type { House } from '../running/house.js';
import { facts } from '../terminal/layout.js';

/** How an account is named on the command line. */
export const ACCOUNT = 'e-mail address, user name or id';

/** @throws AccountNotFound */
export async function accountOf(house: House, name: string): Promise<User> {
  const accounts = house.get(AccountsAdministration);
  return (await accounts.find(name)) ?? accounts.read(name);
}

/** An account as documents show it. */
export function shownAccount(user: User) {
  return {
    id: user.id,
    email: user.email,
    username: user.username,
    role: user.role,
    isEnabled: user.isEnabled,
    isEmailVerified: user.isEmailVerified,
    firstName: user.firstName,
    lastName: user.lastName,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    lastSignInAt: user.lastSignInAt,
    disabledAt: user.disabledAt,
  };
}

/** An account as people read it. */
export function writtenAccount(user: User): string {
  return facts([
    ['id', user.id],
    ['e-mail', user.email],
    ['verified', user.isEmailVerified],
    ['user name', user.username],
    ['role', user.role],
    ['first name', user.firstName],
    ['last name', user.lastName],
    ['created', user.createdAt],
    ['last sign-in', user.lastSignInAt],
    ['disabled', user.disabledAt],
  ]);
}
