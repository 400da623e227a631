import { PasswordsService } from '#core/passwords';
import { type Role, type User, usernameIdentifier, UsersService } from '#core/users';
import type { TestApp } from './test-app.js';

export const PASSWORD = 'correct horse battery staple';

export interface Account {
  /** A user name or an e-mail address. */
  readonly name: string;
  readonly password?: string;
  readonly role?: Role;
}

/** An account made without any API, with a role that none of them would give. */
export async function openAccount(app: TestApp, { name, password = PASSWORD, role = 'user' }: Account): Promise<User> {
  const passwordHash = await app.nest.get(PasswordsService).store(password);
  return app.nest.get(UsersService).create({ identifiers: [usernameIdentifier(name)], passwordHash, role });
}

/** As the database has it, or null when there is none. */
export function findAccount(app: TestApp, name: string): Promise<User | null> {
  return app.nest.get(UsersService).findByIdentifier(name, 'any');
}

export async function disable(app: TestApp, { id }: User): Promise<void> {
  await app.nest.get(UsersService).setEnabled(id, false);
}

/** What a JWT claims; its signature is not looked at. */
export function claimsOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
