import { COMMAND_LINE, AccountsAdministration, type NewAccount } from '#core/administration';
import { emailIdentifier, type Identifier, type Role, usernameIdentifier } from '#core/users';
import type { Answer } from '../running/answer.js';
import { UsageError } from '../running/command-error.js';
import type { House } from '../running/house.js';
import type { Call } from '../running/runner.js';
import { newPassword } from '../terminal/secrets.js';
import type { Terminal } from '../terminal/terminal.js';
import { shownAccount, writtenAccount } from './account.js';

export interface NewAccountOptions {
  readonly email?: string;
  readonly username?: string;
  readonly role: Role;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly emailVerified?: boolean;
  readonly passwordStdin?: boolean;
  readonly sendLink?: boolean;
}

/** Opens an account; asks for what was not given. */
export async function createAccount(call: House & Call<NewAccountOptions>): Promise<Answer> {
  const { options, terminal } = call;
  if (options.sendLink && options.passwordStdin) {
    throw new UsageError('Either a password is given, or a link is sent to choose one.');
  }
  const identifiers = await namesOf(options, terminal);
  const password = options.sendLink ? undefined : await newPassword(terminal, options.passwordStdin === true);
  const { role, emailVerified = false } = options;
  const account: NewAccount = {
    identifiers,
    role,
    password,
    isEmailVerified: emailVerified,
    profile: profileOf(options),
  };
  const user = await call.get(AccountsAdministration).create(COMMAND_LINE, account);
  return { data: shownAccount(user), text: `Created.\n\n${writtenAccount(user)}` };
}

async function namesOf({ email, username }: NewAccountOptions, terminal: Terminal): Promise<Identifier[]> {
  if (email === undefined && username === undefined) return askForNames(terminal);
  return [
    ...(email === undefined ? [] : [emailIdentifier(email)]),
    ...(username === undefined ? [] : [usernameIdentifier(username)]),
  ];
}

/** Either name will do, and whoever signs in by an address needs no other. */
async function askForNames(terminal: Terminal): Promise<Identifier[]> {
  if (!terminal.isInteractive) {
    throw new UsageError('An account needs a name.', 'Give --email, --username or both.');
  }
  const email = (await terminal.ask('E-mail address (none: Enter):')).trim();
  const username = (await terminal.ask('User name (none: Enter):')).trim();
  if (email === '' && username === '') throw new UsageError('An account needs a name.', 'Give one of the two.');
  return [
    ...(email === '' ? [] : [emailIdentifier(email)]),
    ...(username === '' ? [] : [usernameIdentifier(username)]),
  ];
}

function profileOf({ firstName, lastName }: NewAccountOptions) {
  return { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) };
}
