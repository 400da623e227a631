import { type Command, Option } from 'commander';
import { COMMAND_LINE } from '#core/administration';
import {
  type InvitationRecord,
  InvitationsService,
  type InvitationStatus,
  ORGANIZATION_ROLES,
  type OrganizationRole,
  OrganizationsModule,
} from '#core/organizations';
import { emailIdentifier } from '#core/users';
import type { Answer } from '../running/answer.js';
import { group, leaf } from '../running/commands.js';
import type { House } from '../running/house.js';
import { orderOf, paged, type PageOptions, withNext } from '../running/paging.js';
import type { Call, Runner } from '../running/runner.js';
import { table } from '../terminal/layout.js';
import { ORGANIZATION, organizationEvenDeleted, organizationOf } from './organization.js';

const MODULES = [OrganizationsModule];
const ARGS = { organization: ORGANIZATION, invitation: 'its id, as `org invite list` shows it' };
const HEADINGS = ['ID', 'E-MAIL', 'ROLE', 'STATUS', 'SENT', 'EXPIRES', 'SETTLED'];
const STATUSES: readonly InvitationStatus[] = ['pending', 'accepted', 'revoked', 'expired'];
const { cause } = COMMAND_LINE;

interface SendOptions {
  readonly email: string;
  readonly role: OrganizationRole;
}

interface ListOptions extends PageOptions {
  readonly status?: InvitationStatus;
}

/** `rosetta org invite …`. */
export function addInvitationCommands(org: Command, runner: Runner): void {
  const invite = group(org, {
    name: 'invite',
    about: 'Invitations into an organization, by mail',
    examples: ['org invite send engines --email grace@example.com'],
  });
  leaf(invite, {
    syntax: 'send <organization>',
    about: 'Invite somebody by mail. One that is pending for the same address is revoked.',
    args: ARGS,
    examples: ['org invite send engines --email grace@example.com --role admin'],
  })
    .requiredOption('--email <address>', 'who is invited')
    .addOption(new Option('--role <role>', 'as what').choices(ORGANIZATION_ROLES).default('member'))
    .action(
      runner.within<[string], SendOptions>(MODULES, async (house, organization) => {
        const { email, role } = house.options;
        const { id } = await organizationOf(house, organization);
        const order = { email: emailIdentifier(email), role };
        return told('Invited; the mail is on its way.', await house.get(InvitationsService).invite(id, order, cause));
      }),
    );
  const list = leaf(invite, {
    syntax: 'list <organization>',
    about: 'List the invitations of an organization, the oldest first.',
    args: ARGS,
    examples: ['org invite list engines', 'org invite list engines --status pending'],
  }).addOption(new Option('--status <status>', 'only those of that status').choices(STATUSES));
  paged(list).action(runner.within<[string], ListOptions>(MODULES, listInvitations));
  addChange(invite, runner, 'resend');
  addChange(invite, runner, 'revoke');
}

const CHANGES = {
  resend: ['Send another mail, with a link and a time of its own; the link before stops working.', 'Sent again.'],
  revoke: ['Take an invitation back: its link stops working.', 'Revoked.'],
} as const;

function addChange(invite: Command, runner: Runner, verb: keyof typeof CHANGES): void {
  const [about, outcome] = CHANGES[verb];
  const examples = [`org invite ${verb} engines 0199…`];
  leaf(invite, { syntax: `${verb} <organization> <invitation>`, about, args: ARGS, examples }).action(
    runner.within<[string, string], object>(MODULES, async (house, organization, invitation) => {
      const { id } = await organizationOf(house, organization);
      return told(outcome, await house.get(InvitationsService)[verb](id, invitation, cause));
    }),
  );
}

async function listInvitations(house: House & Call<ListOptions>, organization: string): Promise<Answer> {
  const { id } = await organizationEvenDeleted(house, organization);
  const { status } = house.options;
  const { rows, next } = await house.get(InvitationsService).list(id, orderOf(house.options), status);
  const text = table(HEADINGS, rows.map(cells), 'The organization has no such invitation.');
  return { data: { invitations: rows.map(shown), next: next ?? null }, text: withNext(text, next) };
}

function told(outcome: string, invitation: InvitationRecord): Answer {
  return { data: shown(invitation), text: `${outcome}\n\n${table(HEADINGS, [cells(invitation)], '')}` };
}

function cells({ id, email, role, status, sentAt, expiresAt, settledAt }: InvitationRecord) {
  return [id, email, role, status, sentAt, expiresAt, settledAt];
}

function shown(invitation: InvitationRecord) {
  const { id, organizationId, email, role, status, acceptedBy, createdAt, sentAt, expiresAt, settledAt } = invitation;
  return { id, organizationId, email, role, status, acceptedBy, createdAt, sentAt, expiresAt, settledAt };
}
