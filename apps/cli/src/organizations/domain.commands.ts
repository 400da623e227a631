import type { Command } from 'commander';
import { COMMAND_LINE } from '#core/administration';
import {
  challengeOf,
  DomainNotFound,
  DomainsService,
  type OrganizationDomain,
  OrganizationsModule,
} from '#core/organizations';
import type { Answer } from '../running/answer.js';
import { UsageError } from '../running/command-error.js';
import { group, leaf } from '../running/commands.js';
import type { House } from '../running/house.js';
import { everyRow } from '../running/paging.js';
import type { Runner } from '../running/runner.js';
import { facts, table } from '../terminal/layout.js';
import { ORGANIZATION, organizationEvenDeleted, organizationOf } from './organization.js';

const MODULES = [OrganizationsModule];
const ARGS = { organization: ORGANIZATION, domain: 'its name, such as example.com', state: 'on or off' };
const { cause } = COMMAND_LINE;

/** `rosetta org domain …`. */
export function addDomainCommands(org: Command, runner: Runner): void {
  const domain = group(org, {
    name: 'domain',
    about: 'Domains of an organization, and who may join by them',
    examples: ['org domain add engines engines.example', 'org domain verify engines engines.example'],
  });
  leaf(domain, {
    syntax: 'list <organization>',
    about: 'List the domains of an organization.',
    args: ARGS,
    examples: ['org domain list engines'],
  }).action(runner.within<[string], object>(MODULES, listDomains));
  leaf(domain, {
    syntax: 'add <organization> <domain>',
    about: 'Put a domain on the list, and show the TXT record by which to verify it.',
    args: ARGS,
    examples: ['org domain add engines engines.example'],
  }).action(
    runner.within<[string, string], object>(MODULES, async (house, organization, name) => {
      const { id } = await organizationOf(house, organization);
      return told('Added.', await house.get(DomainsService).add(id, name, cause));
    }),
  );
  addVerify(domain, runner);
  addAutoJoin(domain, runner);
  addRemove(domain, runner);
}

function addVerify(domain: Command, runner: Runner): void {
  leaf(domain, {
    syntax: 'verify <organization> <domain>',
    about: 'Ask the domain name system for the TXT record, and record the domain as verified.',
    args: ARGS,
    examples: ['org domain verify engines engines.example'],
  }).action(
    runner.within<[string, string], object>(MODULES, async (house, organization, name) => {
      const { id, organizationId } = await domainOf(house, organization, name);
      return told('Verified.', await house.get(DomainsService).verify(organizationId, id, cause));
    }),
  );
}

function addAutoJoin(domain: Command, runner: Runner): void {
  leaf(domain, {
    syntax: 'auto-join <organization> <domain> <state>',
    about: 'Whether everybody with a verified address of that domain may take a seat; holds once it is verified.',
    args: ARGS,
    examples: ['org domain auto-join engines engines.example on'],
  }).action(
    runner.within<[string, string, string], object>(MODULES, async (house, organization, name, state) => {
      if (state !== 'on' && state !== 'off') throw new UsageError('Auto-join is either on or off.', 'Say which.');
      const { id, organizationId } = await domainOf(house, organization, name);
      await house.get(DomainsService).setAutoJoin(organizationId, id, state === 'on', cause);
      return told('Changed.', await house.get(DomainsService).mustFind(organizationId, id));
    }),
  );
}

function addRemove(domain: Command, runner: Runner): void {
  leaf(domain, {
    syntax: 'remove <organization> <domain>',
    about: 'Take a domain off the list.',
    args: ARGS,
    examples: ['org domain remove engines engines.example'],
  }).action(
    runner.within<[string, string], object>(MODULES, async (house, organization, text) => {
      const { id, organizationId, name } = await domainOf(house, organization, text);
      await house.get(DomainsService).remove(organizationId, id, cause);
      return { data: { id, organizationId, name }, text: 'Removed.' };
    }),
  );
}

async function listDomains(house: House, organization: string): Promise<Answer> {
  const { id } = await organizationEvenDeleted(house, organization);
  const domains = await everyRow((order) => house.get(DomainsService).list(id, order));
  const rows = domains.map(({ name, verifiedAt, autoJoin, createdAt }) => [name, verifiedAt, autoJoin, createdAt]);
  const text = table(['DOMAIN', 'VERIFIED', 'AUTO-JOIN', 'ADDED'], rows, 'The organization has no domain.');
  return { data: { domains: domains.map((domain) => shown(domain)) }, text };
}

/** @throws OrganizationNotFound, DomainNotFound */
async function domainOf(house: House, organization: string, name: string): Promise<OrganizationDomain> {
  const { id } = await organizationOf(house, organization);
  const domains = await everyRow((order) => house.get(DomainsService).list(id, order));
  const domain = domains.find((candidate) => candidate.name === name.toLowerCase());
  if (!domain) throw new DomainNotFound();
  return domain;
}

function told(outcome: string, domain: OrganizationDomain): Answer {
  const { recordName, recordText } = challengeOf(domain);
  const text = facts([
    ['domain', domain.name],
    ['verified', domain.verifiedAt],
    ['auto-join', domain.autoJoin],
    ['TXT record of', recordName],
    ['that says', recordText],
  ]);
  return { data: shown(domain), text: `${outcome}\n\n${text}` };
}

function shown(domain: OrganizationDomain) {
  const { id, organizationId, name, autoJoin, createdAt, verifiedAt } = domain;
  const { recordName, recordText } = challengeOf(domain);
  return { id, organizationId, name, verifiedAt, autoJoin, recordName, recordText, createdAt };
}
