import { type Command, Option } from 'commander';
import { AdministrationModule, COMMAND_LINE } from '#core/administration';
import {
  type Member,
  type MembershipStatus,
  MembersService,
  ORGANIZATION_ROLES,
  type OrganizationRole,
  OrganizationsModule,
} from '#core/organizations';
import type { Answer } from '../running/answer.js';
import { UsageError } from '../running/command-error.js';
import { group, leaf } from '../running/commands.js';
import type { House } from '../running/house.js';
import { orderOf, paged, type PageOptions, withNext } from '../running/paging.js';
import type { Call, Runner } from '../running/runner.js';
import { table } from '../terminal/layout.js';
import { ACCOUNT, accountOf } from '../users/account.js';
import { ORGANIZATION, organizationEvenDeleted, organizationOf } from './organization.js';

const MODULES = [AdministrationModule, OrganizationsModule];
const ARGS = { organization: ORGANIZATION, account: ACCOUNT, role: ORGANIZATION_ROLES.join(', ') };
const HEADINGS = ['ACCOUNT', 'E-MAIL', 'USER NAME', 'ROLE', 'STATUS', 'JOINED', 'LAST ACTIVE'];
const { cause } = COMMAND_LINE;

interface ListOptions extends PageOptions {
  readonly role?: OrganizationRole;
  readonly status?: MembershipStatus;
}

/** `rosetta org member …`. */
export function addMemberCommands(org: Command, runner: Runner): void {
  const member = group(org, {
    name: 'member',
    about: 'Who sits in an organization, and as what',
    examples: ['org member list engines', 'org member ban engines ada@example.com'],
  });
  const list = leaf(member, {
    syntax: 'list <organization>',
    about: 'List the members of an organization.',
    args: ARGS,
    examples: ['org member list engines', 'org member list engines --status banned'],
  })
    .addOption(new Option('--role <role>', 'only those of that role').choices(ORGANIZATION_ROLES))
    .addOption(new Option('--status <status>', 'only those of that status').choices(['active', 'banned']));
  paged(list).action(runner.within<[string], ListOptions>(MODULES, listMembers));
  leaf(member, {
    syntax: 'add <organization> <account> [role]',
    about: 'Give an account a seat, as a member unless told otherwise.',
    args: ARGS,
    examples: ['org member add engines ada@example.com admin'],
  }).action(
    runner.within<[string, string, string | undefined], object>(MODULES, (house, organization, account, role) =>
      changed(house, [organization, account], (members, seat) =>
        members.add(...seat, roleOf(role ?? 'member'), { cause }),
      ),
    ),
  );
  leaf(member, {
    syntax: 'role <organization> <account> <role>',
    about: 'Give a member another role. An organization keeps an owner.',
    args: ARGS,
    examples: ['org member role engines ada@example.com owner'],
  }).action(
    runner.within<[string, string, string], object>(MODULES, (house, organization, account, role) =>
      changed(house, [organization, account], (members, seat) => members.setRole(...seat, roleOf(role), cause)),
    ),
  );
  addState(member, runner, 'ban', 'Keep a member out: of new sessions, and of those that are open.');
  addState(member, runner, 'unban', 'Let a member in again who was banned.');
  addRemove(member, runner);
}

function addState(member: Command, runner: Runner, verb: 'ban' | 'unban', about: string): void {
  const examples = [`org member ${verb} engines ada@example.com`];
  leaf(member, { syntax: `${verb} <organization> <account>`, about, args: ARGS, examples }).action(
    runner.within<[string, string], object>(MODULES, (house, organization, account) =>
      changed(house, [organization, account], (members, seat) => members[verb](...seat, cause)),
    ),
  );
}

function addRemove(member: Command, runner: Runner): void {
  leaf(member, {
    syntax: 'remove <organization> <account>',
    about: 'Take a seat away. Unlike a ban it leaves the ways in open: another invitation, a domain.',
    args: ARGS,
    examples: ['org member remove engines ada@example.com'],
  }).action(
    runner.within<[string, string], object>(MODULES, async (house, organization, account) => {
      const seat = await seatOf(house, organization, account);
      await house.get(MembersService).remove(...seat, cause);
      return { data: { organizationId: seat[0], accountId: seat[1] }, text: 'Removed.' };
    }),
  );
}

async function listMembers(house: House & Call<ListOptions>, name: string): Promise<Answer> {
  const { role, status } = house.options;
  const { id } = await organizationEvenDeleted(house, name);
  const filter = { ...(role && { role }), ...(status && { status }) };
  const { rows, next } = await house.get(MembersService).list(id, orderOf(house.options), filter);
  const text = table(HEADINGS, rows.map(cells), 'The organization has no such member.');
  return { data: { members: rows.map(shown), next: next ?? null }, text: withNext(text, next) };
}

type Seat = readonly [organizationId: string, accountId: string];

async function changed(
  house: House,
  [organization, account]: readonly [string, string],
  change: (members: MembersService, seat: Seat) => Promise<void>,
): Promise<Answer> {
  const members = house.get(MembersService);
  const seat = await seatOf(house, organization, account);
  await change(members, seat);
  const member = await members.mustFind(...seat);
  return { data: shown(member), text: table(HEADINGS, [cells(member)], '') };
}

async function seatOf(house: House, organization: string, account: string): Promise<Seat> {
  return [(await organizationOf(house, organization)).id, (await accountOf(house, account)).id];
}

function roleOf(text: string): OrganizationRole {
  const role = ORGANIZATION_ROLES.find((candidate) => candidate === text);
  if (role) return role;
  throw new UsageError(
    `There is no role ${text} in an organization.`,
    `Choose one of ${ORGANIZATION_ROLES.join(', ')}.`,
  );
}

function cells({ user, role, status, joinedAt, lastActiveAt }: Member) {
  return [user.id, user.email, user.username, role, status, joinedAt, lastActiveAt];
}

function shown({ user, role, status, joinedAt, lastActiveAt }: Member) {
  return { accountId: user.id, email: user.email, username: user.username, role, status, joinedAt, lastActiveAt };
}
