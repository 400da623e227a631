import { type Command, Option } from 'commander';
import {
  AccountAccessAdministration,
  AccountsAdministration,
  AccountStateAdministration,
  AdministrationModule,
  COMMAND_LINE,
} from '#core/administration';
import { isRole, type Role, ROLES, type User, type UserFilter } from '#core/users';
import type { Answer } from '../running/answer.js';
import { UsageError } from '../running/command-error.js';
import { leaf } from '../running/commands.js';
import type { House } from '../running/house.js';
import { orderOf, paged, type PageOptions, withNext } from '../running/paging.js';
import type { Call, Runner } from '../running/runner.js';
import { table } from '../terminal/layout.js';
import { newPassword } from '../terminal/secrets.js';
import { ACCOUNT, accountOf, shownAccount, writtenAccount } from './account.js';
import { createAccount, type NewAccountOptions } from './new-account.js';

const MODULES = [AdministrationModule];
const ARGS = { account: ACCOUNT, role: ROLES.join(', ') };

/** `rosetta user …`: accounts. */
export function addUserCommands(user: Command, runner: Runner): void {
  addCreate(user, runner);
  addShow(user, runner);
  addList(user, runner);
  addSetPassword(user, runner);
  addRole(user, runner);
  addState(user, runner, 'disable');
  addState(user, runner, 'enable');
}

function addCreate(user: Command, runner: Runner): void {
  leaf(user, {
    syntax: 'create',
    about:
      'Open an account. What is not given is asked for; the password always is, unless it comes on standard input.',
    args: ARGS,
    examples: [
      'user create --role superadmin',
      'user create --email ada@example.com --role admin --email-verified',
      'user create --username ada --password-stdin < password.txt',
      'user create --email ada@example.com --send-link',
    ],
  })
    .option('--email <address>', 'the e-mail address')
    .option('--username <name>', 'the user name')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).default('user'))
    .option('--first-name <name>', 'the first name')
    .option('--last-name <name>', 'the last name')
    .option('--email-verified', 'the address is known to be its owner’s: send no mail to verify it')
    .option('--password-stdin', 'read the password from standard input')
    .option('--send-link', 'set no password: send a mail by which the owner chooses one')
    .action(runner.within<[], NewAccountOptions>(MODULES, createAccount));
}

function addShow(user: Command, runner: Runner): void {
  leaf(user, {
    syntax: 'show <account>',
    about: 'Show an account.',
    args: ARGS,
    examples: ['user show ada@example.com', 'user show ada --json'],
  }).action(runner.within<[string], object>(MODULES, async (house, name) => told('', await accountOf(house, name))));
}

interface ListOptions extends PageOptions {
  readonly name?: string;
  readonly role?: Role;
  readonly disabled?: boolean;
  readonly unverified?: boolean;
}

function addList(user: Command, runner: Runner): void {
  const list = leaf(user, {
    syntax: 'list',
    about: 'List accounts: the newest first, or by name where one is looked for.',
    args: ARGS,
    examples: ['user list', 'user list --role superadmin', 'user list --name ada --json'],
  })
    .option('--name <beginning>', 'only those with an address or a user name that begins like that')
    .addOption(new Option('--role <role>', 'only those of that role').choices(ROLES))
    .option('--disabled', 'only those that are disabled')
    .option('--unverified', 'only those whose address is not verified');
  paged(list).action(runner.within<[], ListOptions>(MODULES, listAccounts));
}

async function listAccounts({ get, options }: House & Call<ListOptions>): Promise<Answer> {
  const { name, role, disabled, unverified } = options;
  const filter: UserFilter = {
    ...(name !== undefined && { identifierPrefix: name }),
    ...(role && { role }),
    ...(disabled && { isEnabled: false }),
    ...(unverified && { isEmailVerified: false }),
  };
  const { rows, next } = await get(AccountsAdministration).search(filter, orderOf(options));
  const cells = rows.map(({ id, email, username, role: has, isEnabled, createdAt }) => {
    return [id, email, username, has, isEnabled ? 'enabled' : 'disabled', createdAt];
  });
  const text = table(['ID', 'E-MAIL', 'USER NAME', 'ROLE', 'STATE', 'CREATED'], cells, 'There is no such account.');
  return { data: { accounts: rows.map(shownAccount), next: next ?? null }, text: withNext(text, next) };
}

function addSetPassword(user: Command, runner: Runner): void {
  leaf(user, {
    syntax: 'set-password <account>',
    about: 'Set a new password, which is asked for or read from standard input, and end all sessions of the account.',
    args: ARGS,
    examples: ['user set-password ada', 'user set-password ada --password-stdin < password.txt'],
  })
    .option('--password-stdin', 'read the password from standard input')
    .action(
      runner.within<[string], { passwordStdin?: boolean }>(MODULES, async (house, name) => {
        const { id: accountId } = await accountOf(house, name);
        const password = await newPassword(house.terminal, house.options.passwordStdin === true);
        await house.get(AccountAccessAdministration).setPassword({ operator: COMMAND_LINE, accountId }, password);
        return told('Changed the password, and ended all sessions.', await accountOf(house, accountId));
      }),
    );
}

function addRole(user: Command, runner: Runner): void {
  leaf(user, {
    syntax: 'role <account> <role>',
    about: `Give an account another role: ${ROLES.join(', ')}. It holds from the next request on.`,
    args: ARGS,
    examples: ['user role ada@example.com admin'],
  }).action(
    runner.within<[string, string], object>(MODULES, async (house, name, role) => {
      if (!isRole(role)) throw new UsageError(`There is no role ${role}.`, `Choose one of ${ROLES.join(', ')}.`);
      const { id: accountId } = await accountOf(house, name);
      const order = { operator: COMMAND_LINE, accountId };
      return told('Gave the role.', await house.get(AccountStateAdministration).setRole(order, role));
    }),
  );
}

const STATES = {
  disable: ['Keep an account from being used, and end its sessions; what is its own stays.', 'Disabled.'],
  enable: ['Let an account that was disabled be used again.', 'Enabled.'],
} as const;

function addState(user: Command, runner: Runner, verb: keyof typeof STATES): void {
  const [about, outcome] = STATES[verb];
  leaf(user, { syntax: `${verb} <account>`, about, args: ARGS, examples: [`user ${verb} ada@example.com`] }).action(
    runner.within<[string], object>(MODULES, async (house, name) => {
      const { id: accountId } = await accountOf(house, name);
      const states = house.get(AccountStateAdministration);
      return told(outcome, await states[verb]({ operator: COMMAND_LINE, accountId }));
    }),
  );
}

function told(outcome: string, user: User): Answer {
  return { data: shownAccount(user), text: [outcome, writtenAccount(user)].filter(Boolean).join('\n\n') };
}
