import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine, done, failed } from '../support/command-line.js';
import { inThisProcess } from '../support/in-this-process.js';

const MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const ID = expect.stringMatching(/^[\da-f-]{36}$/);

let directory: string;
let rosetta: CommandLine;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-organizations-'));
  rosetta = new CommandLine(directory, { MULTI_TENANCY: 'true' }, inThisProcess);
  for (const name of ['ada', 'bob']) {
    await rosetta.run('user', 'create', '--username', name, '--email', `${name}@example.com`, '--send-link');
  }
});

afterAll(() => rmSync(directory, { recursive: true }));

const organization = (more: object = {}) => ({
  id: ID,
  slug: 'engines',
  name: 'Engines',
  description: null,
  createdAt: MOMENT,
  updatedAt: MOMENT,
  deletedAt: null,
  ...more,
});

const member = (name: string, more: object) => ({
  accountId: ID,
  email: `${name}@example.com`,
  username: name,
  role: 'member',
  status: 'active',
  joinedAt: MOMENT,
  lastActiveAt: null,
  ...more,
});

describe('rosetta org', () => {
  it('founds one, with its owner', async () => {
    const facts = ['--name', 'Engines', '--slug', 'engines', '--owner', 'ada'];
    expect(await rosetta.json('org', 'create', ...facts)).toEqual(organization());
    expect(await rosetta.json('org', 'member', 'list', 'engines')).toEqual({
      members: [member('ada', { role: 'owner' })],
      next: null,
    });
  });

  it('shows, lists and renames it', async () => {
    expect(await rosetta.json('org', 'show', 'engines')).toEqual(organization());
    expect(await rosetta.json('org', 'list')).toEqual({ organizations: [organization()], next: null });
    const renamed = await rosetta.json('org', 'rename', 'engines', '--name', 'Mills', '--description', 'They grind.');
    expect(renamed).toEqual(organization({ name: 'Mills', description: 'They grind.' }));
  });

  it('deletes it, and restores it by its id', async () => {
    const deleted = await rosetta.json<{ id: string }>('org', 'delete', 'engines');
    expect(deleted).toEqual(expect.objectContaining({ deletedAt: MOMENT }));
    expect(await rosetta.run('org', 'list')).toEqual(done('There is no organization.'));
    const fix = 'See which there are: rosetta org list.';
    const sentence = `The organization does not exist, or is deleted. ${fix}`.replace(', or is deleted', '');
    expect(await rosetta.run('org', 'show', 'engines')).toEqual(failed(1, sentence));
    expect(await rosetta.json('org', 'restore', deleted.id)).toEqual(expect.objectContaining({ deletedAt: null }));
  });

  it.each([
    [
      'create --name X --slug engines --owner ada',
      1,
      'That slug is already taken. Choose another; a deleted organization keeps its slug.',
    ],
    ['create --name X --slug x --owner nobody', 1, 'There is no such account. See which there are: rosetta user list.'],
    ['rename engines', 2, 'Nothing to change was given. Give --name, --slug or --description.'],
    ['show nothing', 1, 'The organization does not exist. See which there are: rosetta org list.'],
  ])('refuses rosetta org %s', async (line, exitCode, sentence) => {
    expect(await rosetta.run('org', ...line.split(' '))).toEqual(failed(exitCode, sentence));
  });
});

describe('rosetta org member', () => {
  const change = (...args: string[]) => rosetta.json('org', 'member', ...args);

  it('seats, gives roles, bans, lets in again and removes', async () => {
    expect(await change('add', 'engines', 'bob')).toEqual(member('bob', {}));
    expect(await change('role', 'engines', 'bob', 'admin')).toEqual(member('bob', { role: 'admin' }));
    expect(await change('ban', 'engines', 'bob')).toEqual(member('bob', { role: 'admin', status: 'banned' }));
    expect(await change('unban', 'engines', 'bob')).toEqual(member('bob', { role: 'admin' }));
    expect(await change('remove', 'engines', 'bob')).toEqual({ organizationId: ID, accountId: ID });
  });

  it.each([
    [
      'remove engines ada',
      1,
      'An organization keeps at least one owner. Make somebody else an owner first: rosetta org member role <organization> <account> owner.',
    ],
    [
      'ban engines bob',
      1,
      'The account is not a member of the organization. See who is: rosetta org member list <organization>.',
    ],
    [
      'add engines ada',
      1,
      'The account is a member of the organization already. See who is: rosetta org member list <organization>.',
    ],
    ['role engines ada king', 2, 'There is no role king in an organization. Choose one of owner, admin, member.'],
  ])('refuses rosetta org member %s', async (line, exitCode, sentence) => {
    expect(await rosetta.run('org', 'member', ...line.split(' '))).toEqual(failed(exitCode, sentence));
  });
});

describe('rosetta org domain', () => {
  const domain = (more: object = {}) => ({
    id: ID,
    organizationId: ID,
    name: 'engines.invalid',
    verifiedAt: null,
    autoJoin: 'off',
    recordName: '_rosetta.engines.invalid',
    recordText: expect.stringMatching(/^rosetta-verification=[\w-]{43}$/),
    createdAt: MOMENT,
    ...more,
  });

  it('adds one with the record to publish, lists it, lets people join by it, and removes it', async () => {
    expect(await rosetta.json('org', 'domain', 'add', 'engines', 'Engines.invalid')).toEqual(domain());
    expect(await rosetta.json('org', 'domain', 'auto-join', 'engines', 'engines.invalid', 'on')).toEqual(
      domain({ autoJoin: 'on' }),
    );
    expect(await rosetta.json('org', 'domain', 'list', 'engines')).toEqual({ domains: [domain({ autoJoin: 'on' })] });
  });

  it('is not verified while its record is not there', async () => {
    const { exitCode, stdout, stderr } = await rosetta.run('org', 'domain', 'verify', 'engines', 'engines.invalid');
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^No TXT record of _rosetta\.engines\.invalid says rosetta-verification=[\w-]{43}\. Add that TXT record to the domain, wait until it is published, and try again\.\n$/,
    );
  });

  it('goes when it is removed, once', async () => {
    const remove = ['org', 'domain', 'remove', 'engines', 'engines.invalid'];
    expect(await rosetta.run(...remove)).toEqual(done('Removed.'));
    expect(await rosetta.run(...remove)).toEqual(
      failed(1, 'The organization has no such domain. See which there are: rosetta org domain list <organization>.'),
    );
  });
});

describe('rosetta org invite', () => {
  const invitation = (more: object = {}) => ({
    id: ID,
    organizationId: ID,
    email: 'grace@example.com',
    role: 'admin',
    status: 'pending',
    acceptedBy: null,
    createdAt: MOMENT,
    sentAt: MOMENT,
    expiresAt: MOMENT,
    settledAt: null,
    ...more,
  });

  it('invites by mail, sends again, lists and takes back', async () => {
    const send = ['org', 'invite', 'send', 'engines', '--email', 'grace@example.com', '--role', 'admin'];
    const { id } = await rosetta.json<{ id: string }>(...send);
    expect(await rosetta.json('org', 'invite', 'resend', 'engines', id)).toEqual(invitation());
    expect(await rosetta.json('org', 'invite', 'revoke', 'engines', id)).toEqual(
      invitation({ status: 'revoked', settledAt: MOMENT }),
    );
    expect(await rosetta.run('org', 'invite', 'list', 'engines', '--status', 'pending')).toEqual(
      done('The organization has no such invitation.'),
    );
    const settled = 'The invitation was accepted or revoked already.';
    const fix = 'Send a new one: rosetta org invite send <organization> --email <address>.';
    expect(await rosetta.run('org', 'invite', 'revoke', 'engines', id)).toEqual(failed(1, `${settled} ${fix}`));
  });
});
