import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { AuditService } from '#core/audit';
import { MembersService, OrganizationsModule, OrganizationsService } from '#core/organizations';
import { schema } from '#core/schema';
import { SETTINGS } from '#core/settings';
import { UserDirectory, usernameIdentifier, UsersModule, UsersService } from '#core/users';
import { ConfigurationModule, readConfiguration } from '#platform/config';
import { CryptoModule } from '#platform/crypto';
import { Database, DatabaseModule } from '#platform/database';
import { FoundationModule } from '#platform/foundation';
import { MailModule } from '#platform/mail';

/*
 * Shows that a page costs the same however long its list is. Prints, and judges nothing: no machine is so
 * quiet that a claim about time would hold on all of them. Wants a build: `npm run bench:organizations`.
 */
const SMALL = 10;
const LARGE = 10_000;
const ROUNDS = 40;
const SERIES = 60;
const PAGE = { size: 5 };

const directory = mkdtempSync(join(tmpdir(), 'rosetta-bench-'));
const configuration = readConfiguration(SETTINGS, { DATA_DIR: directory, MULTI_TENANCY: 'true' });
const imports = [
  ConfigurationModule.with(configuration),
  FoundationModule,
  CryptoModule,
  DatabaseModule.with(schema),
  MailModule,
  UsersModule,
];
const app = await NestFactory.createApplicationContext(
  { module: OrganizationsModule, imports },
  { logger: false, abortOnError: false },
);
const organizations = app.get(OrganizationsService, { strict: false });
const members = app.get(MembersService, { strict: false });
const accounts = app.get(UserDirectory, { strict: false });
const audit = app.get(AuditService, { strict: false });
const database = app.get(Database, { strict: false });

const ownerId = await newUser('owner');
const crowd = await organizations.create({ slug: 'crowd', name: 'Crowd', ownerId });

/** @type {Record<string, (order: { size: number, cursor?: string }) => Promise<{ next?: string }>>} */
const LISTS = {
  organizations: (order) => organizations.list(order),
  'members of one': (order) => members.list(crowd.id, order),
  'members of one, by role': (order) => members.list(crowd.id, order, { role: 'member' }),
  'organizations of a person': (order) => members.listSeats(ownerId, order),
  accounts: (order) => accounts.list({}, order),
  'accounts, by how a name begins': (order) => accounts.list({ identifierPrefix: 'person-' }, order),
  'accounts, by role': (order) => accounts.list({ role: 'user' }, order),
  'accounts, unverified': (order) => accounts.list({ isEmailVerified: false }, order),
  'events of one organization': (order) => audit.list({ organizationId: crowd.id }, order),
  'events of one kind': (order) => audit.list({ kind: 'organization.created' }, order),
};

try {
  await fill(1, SMALL);
  // The first time is the compiler's, and shows nothing.
  await measured();
  const few = await measured();
  await fill(SMALL, LARGE);
  const many = await measured();
  const rows = Object.keys(few).map((name) => row(name, few[name] ?? 0, many[name] ?? 0));
  process.stdout.write(`${[row('95th percentile of a page', SMALL, LARGE), ...rows].join('\n')}\n`);
} finally {
  await app.close();
  rmSync(directory, { recursive: true });
}

/** @param {string} name */
async function newUser(name) {
  const user = { identifiers: [usernameIdentifier(name)], passwordHash: 'none', role: /** @type {const} */ ('user') };
  return (await app.get(UsersService, { strict: false }).create(user)).id;
}

/** As many organizations of one person, and as many members of one organization. @param {number} from @param {number} to */
async function fill(from, to) {
  await database.transaction(async () => {
    for (let count = from; count < to; count++) {
      await members.add(crowd.id, await newUser(`person-${count}`), 'member');
      await organizations.create({ slug: `place-${count}`, name: 'Place', ownerId });
    }
  });
}

/** The 95th percentile in milliseconds of the first page and of one in the middle, for each list. */
async function measured() {
  /** @type {Record<string, number>} */
  const times = {};
  for (const [name, list] of Object.entries(LISTS)) {
    const cursor = await middleOf(list);
    times[`${name}, first page`] = await p95(() => list(PAGE));
    times[`${name}, a page in the middle`] = await p95(() => list({ ...PAGE, ...(cursor && { cursor }) }));
  }
  return times;
}

/** The cursor that every second page from the beginning ends at, when the list ends. @param {(typeof LISTS)[string]} list */
async function middleOf(list) {
  const cursors = [];
  let { next } = await list(PAGE);
  while (next !== undefined) {
    cursors.push(next);
    ({ next } = await list({ size: 100, cursor: next }));
  }
  return cursors[Math.floor(cursors.length / 2)];
}

/** Of the quietest series: what else goes on only ever adds. @param {() => Promise<unknown>} work */
async function p95(work) {
  for (let round = 0; round < 5 * ROUNDS; round++) await work();
  const results = [];
  for (let count = 0; count < SERIES; count++) results.push(await p95OfOne(work));
  return Math.min(...results);
}

/** Processor time: an embedded database works in this process, and what others do does not count. @param {() => Promise<unknown>} work */
async function p95OfOne(work) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return times.sort((one, other) => one - other)[Math.floor(ROUNDS * 0.95)] ?? Number.NaN;
}

/** @param {string} name @param {number} few @param {number} many */
function row(name, few, many) {
  const isHead = few === SMALL;
  const cells = isHead
    ? [`${few}`, `${many}`, 'ratio']
    : [`${few.toFixed(3)} ms`, `${many.toFixed(3)} ms`, (many / few).toFixed(2)];
  return [name.padEnd(46), ...cells.map((cell) => cell.padStart(10))].join('');
}
