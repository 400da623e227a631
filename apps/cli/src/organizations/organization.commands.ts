import type { Command } from 'commander';
import { AdministrationModule, COMMAND_LINE } from '#core/administration';
import { type Organization, OrganizationsModule, OrganizationsService } from '#core/organizations';
import type { Answer } from '../running/answer.js';
import { UsageError } from '../running/command-error.js';
import { leaf } from '../running/commands.js';
import type { House } from '../running/house.js';
import { orderOf, paged, type PageOptions, withNext } from '../running/paging.js';
import type { Call, Runner } from '../running/runner.js';
import { table } from '../terminal/layout.js';
import { accountOf } from '../users/account.js';
import { addDomainCommands } from './domain.commands.js';
import { addInvitationCommands } from './invitation.commands.js';
import { addMemberCommands } from './member.commands.js';
import {
  ORGANIZATION,
  organizationEvenDeleted,
  organizationOf,
  shownOrganization,
  writtenOrganization,
} from './organization.js';

const MODULES = [AdministrationModule, OrganizationsModule];
const ARGS = { organization: ORGANIZATION };
const { cause } = COMMAND_LINE;

/** `rosetta org …`: organizations and what belongs to them. */
export function addOrganizationCommands(org: Command, runner: Runner): void {
  addCreate(org, runner);
  addShow(org, runner);
  addList(org, runner);
  addRename(org, runner);
  addExistence(org, runner);
  addMemberCommands(org, runner);
  addDomainCommands(org, runner);
  addInvitationCommands(org, runner);
}

interface CreateOptions {
  readonly name: string;
  readonly slug: string;
  readonly owner: string;
  readonly description?: string;
}

function addCreate(org: Command, runner: Runner): void {
  leaf(org, {
    syntax: 'create',
    about: 'Found an organization.',
    examples: ['org create --name "Analytical Engines" --slug engines --owner ada@example.com'],
  })
    .requiredOption('--name <name>', 'what it is called')
    .requiredOption('--slug <slug>', 'what it is called in addresses: small letters, digits and hyphens')
    .requiredOption('--owner <account>', 'who owns it from the start')
    .option('--description <text>', 'what it is')
    .action(
      runner.within<[], CreateOptions>(MODULES, async (house) => {
        const { name, slug, owner, description } = house.options;
        const { id: ownerId } = await accountOf(house, owner);
        const facts = { name, slug, ownerId, ...(description !== undefined && { description }) };
        return told('Founded.', await house.get(OrganizationsService).create(facts, cause));
      }),
    );
}

function addShow(org: Command, runner: Runner): void {
  leaf(org, {
    syntax: 'show <organization>',
    about: 'Show an organization.',
    args: ARGS,
    examples: ['org show engines'],
  }).action(
    runner.within<[string], object>(MODULES, async (house, name) =>
      told('', await organizationEvenDeleted(house, name)),
    ),
  );
}

interface ListOptions extends PageOptions {
  readonly deleted?: boolean;
}

function addList(org: Command, runner: Runner): void {
  const list = leaf(org, {
    syntax: 'list',
    about: 'List organizations, the oldest first.',
    examples: ['org list', 'org list --deleted --json'],
  }).option('--deleted', 'those that are deleted');
  paged(list).action(runner.within<[], ListOptions>(MODULES, listOrganizations));
}

async function listOrganizations({ get, options }: House & Call<ListOptions>): Promise<Answer> {
  const state = options.deleted ? 'deleted' : 'present';
  const { rows, next } = await get(OrganizationsService).list(orderOf(options), state);
  const cells = rows.map(({ id, slug, name, createdAt, deletedAt }) => [id, slug, name, createdAt, deletedAt]);
  const text = table(['ID', 'SLUG', 'NAME', 'CREATED', 'DELETED'], cells, 'There is no organization.');
  return { data: { organizations: rows.map(shownOrganization), next: next ?? null }, text: withNext(text, next) };
}

interface RenameOptions {
  readonly name?: string;
  readonly slug?: string;
  readonly description?: string;
}

function addRename(org: Command, runner: Runner): void {
  leaf(org, {
    syntax: 'rename <organization>',
    about: 'Change what an organization is called, or described as.',
    args: ARGS,
    examples: ['org rename engines --name "Difference Engines"', 'org rename engines --slug difference'],
  })
    .option('--name <name>', 'what it is called')
    .option('--slug <slug>', 'what it is called in addresses')
    .option('--description <text>', 'what it is')
    .action(
      runner.within<[string], RenameOptions>(MODULES, async (house, organization) => {
        const { name, slug, description } = house.options;
        const change = {
          ...(name !== undefined && { name }),
          ...(slug !== undefined && { slug }),
          ...(description !== undefined && { description }),
        };
        if (Object.keys(change).length === 0) {
          throw new UsageError('Nothing to change was given.', 'Give --name, --slug or --description.');
        }
        const { id } = await organizationOf(house, organization);
        return told('Changed.', await house.get(OrganizationsService).change(id, change, undefined, cause));
      }),
    );
}

function addExistence(org: Command, runner: Runner): void {
  leaf(org, {
    syntax: 'delete <organization>',
    about: 'Delete an organization: nobody signs in to it any more. What it has is kept, for it to be restored.',
    args: ARGS,
    examples: ['org delete engines'],
  }).action(
    runner.within<[string], object>(MODULES, async (house, name) => {
      const { id } = await organizationOf(house, name);
      return told('Deleted.', await house.get(OrganizationsService).delete(id, undefined, cause));
    }),
  );
  leaf(org, {
    syntax: 'restore <organization>',
    about: 'Bring a deleted organization back, as it was.',
    args: { organization: 'its id, as `org list --deleted` shows it' },
    examples: ['org restore 0199…'],
  }).action(
    runner.within<[string], object>(MODULES, async (house, name) => {
      const { id } = await organizationEvenDeleted(house, name);
      return told('Restored.', await house.get(OrganizationsService).restore(id, undefined, cause));
    }),
  );
}

function told(outcome: string, organization: Organization): Answer {
  const text = [outcome, writtenOrganization(organization)].filter(Boolean).join('\n\n');
  return { data: shownOrganization(organization), text };
}
