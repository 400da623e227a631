import { jest } from '@jest/globals';
import { CursorInvalid } from '#core/paging';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { ENGINES } from '../../../../test/support/databases.js';
import { type User, UserDirectory, type UserFilter, usernameIdentifier, UsersService } from './index.js';

let core: Core;
let directory: UserDirectory;
let users: UsersService;

beforeEach(async () => {
  core = await startCore([]);
  directory = core.get(UserDirectory);
  users = core.get(UsersService);
});

afterEach(() => core.close());

const namesOf = (rows: readonly User[]) => rows.map(({ loginName }) => loginName);
const listed = async (filter: UserFilter) => namesOf((await directory.list(filter)).rows);

/** All pages of two. */
async function paged(filter: UserFilter): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await directory.list(filter, { size: 2, ...(cursor !== undefined && { cursor }) });
    pages.push(namesOf(page.rows));
    cursor = page.next;
  } while (cursor !== undefined);
  return pages;
}

describe('the list of accounts', () => {
  it('begins with the newest, and comes page by page, those of one moment too', async () => {
    for (const name of ['a', 'b', 'c']) await core.addUser(name);
    core.clock.advance(1);
    await core.addUser('d');
    expect(await paged({})).toEqual([
      ['d', 'c'],
      ['b', 'a'],
    ]);
  });

  it('knows who goes by a name, in whatever spelling, old addresses included', async () => {
    const ada = await core.addUser(['ada', 'Ada@Example.com']);
    await core.addUser('ada2');
    await users.changeEmail(ada, { kind: 'email', display: 'new@example.com', key: 'new@example.com' });
    for (const identifier of ['ADA', 'ada@EXAMPLE.com', 'ａｄａ', 'new@example.com']) {
      expect(await listed({ identifier })).toEqual(['ada']);
    }
    expect(await listed({ identifier: 'ad' })).toEqual([]);
    for (const identifier of ['', '\0', 'ada\0']) expect(await listed({ identifier })).toEqual([]);
    expect(await listed({ identifierPrefix: 'ada\0' })).toEqual([]);
  });

  it('finds names by how they begin, each account once, in the order of names', async () => {
    await core.addUser(['ada', 'ada@example.com']);
    for (const name of ['adb', 'ad', 'AdaM', 'a', 'ad%', 'ad_', 'adé']) await core.addUser(name);
    expect(await paged({ identifierPrefix: 'Ad' })).toEqual([['ad', 'ad%'], ['ad_', 'ada'], ['AdaM', 'adb'], ['adé']]);
    expect(await listed({ identifierPrefix: 'ada' })).toEqual(['ada', 'AdaM']);
    expect(await listed({ identifierPrefix: 'ada@' })).toEqual(['ada']);
    expect(await listed({ identifierPrefix: 'x' })).toEqual([]);
    expect(await listed({ identifierPrefix: 'ad', identifier: 'ada' })).toEqual(['ada']);
    expect(await listed({ identifierPrefix: 'x', identifier: 'ada' })).toEqual([]);
  });

  it('is narrowed by role, state, address and time, together with a name and without', async () => {
    const old = await core.addUser('old@example.com', { role: 'admin' });
    await users.confirmEmail(old, 'old@example.com');
    core.clock.advance(10);
    const from = core.clock.now();
    const off = await core.addUser('off@example.com');
    await users.setEnabled(off.id, false);
    core.clock.advance(10);
    const until = core.clock.now();
    await core.addUser('new@example.com');
    const filters: [UserFilter, string[]][] = [
      [{ role: 'admin' }, ['old']],
      [{ isEnabled: false }, ['off']],
      [{ isEnabled: true }, ['new', 'old']],
      [{ isEmailVerified: true }, ['old']],
      [{ isEmailVerified: false }, ['new', 'off']],
      [{ createdFrom: from, createdUntil: until }, ['off']],
      [{ createdFrom: from }, ['new', 'off']],
      [{ createdUntil: from }, ['old']],
      [{ role: 'user', isEnabled: true }, ['new']],
      [{ identifierPrefix: 'o', isEnabled: true }, ['old']],
      [{ identifier: 'old@example.com', role: 'user' }, []],
    ];
    for (const [filter, expected] of filters) {
      expect(await listed(filter)).toEqual(expected.map((name) => `${name}@example.com`));
    }
  });

  it('takes no cursor of another list', async () => {
    for (const name of ['a1', 'a2', 'a3']) await core.addUser(name);
    const { next = '' } = await directory.list({}, { size: 1 });
    await expect(directory.list({ role: 'user' }, { cursor: next })).rejects.toThrow(CursorInvalid);
    await expect(directory.list({ identifierPrefix: 'a' }, { cursor: next })).rejects.toThrow(CursorInvalid);
    await expect(directory.list({}, { cursor: `${next}x` })).rejects.toThrow(CursorInvalid);
  });

  it('is counted, no further than was asked for', async () => {
    const [one] = [await core.addUser('a@example.com'), await core.addUser('b'), await core.addUser('c')];
    await users.setEnabled(one.id, false);
    await users.confirmEmail(one, 'a@example.com');
    expect(await directory.count(100)).toEqual({ all: 3, disabled: 1, unverified: 2 });
    expect(await directory.count(1)).toEqual({ all: 1, disabled: 1, unverified: 1 });
  });
});

/** What the migrations promise, as SQLite plans it. */
describe('a page of accounts', () => {
  let embedded: Core;

  beforeEach(async () => {
    const [[, createDatabase]] = ENGINES as [(typeof ENGINES)[number]];
    embedded = await startCore([], { files: await createDatabase() });
  });

  afterEach(() => embedded.close());

  /** What it means to do for the first query that the list makes, or for that of a later page. */
  async function planOf(filter: UserFilter, cursor?: string): Promise<string> {
    const { manager } = embedded.database;
    const seen = jest.spyOn(manager.dataSource.logger, 'logQuery');
    await embedded.get(UserDirectory).list(filter, { size: 1, ...(cursor !== undefined && { cursor }) });
    const [query = '', parameters = []] = seen.mock.calls[0] ?? [];
    seen.mockRestore();
    const plan = await manager.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${query}`, parameters);
    return plan.map(({ detail }) => detail).join('\n');
  }

  it.each<[UserFilter, string]>([
    [{}, 'user USING INDEX users_by_creation'],
    [{ role: 'admin' }, 'user USING INDEX users_by_role (role=?)'],
    [{ isEnabled: false }, 'user USING INDEX users_disabled'],
    [{ isEmailVerified: false }, 'user USING INDEX users_unverified'],
    [{ createdFrom: new Date(0), createdUntil: new Date(1) }, 'users_by_creation (created_at>? AND created_at<?)'],
    [{ identifierPrefix: 'a' }, 'name USING INDEX sqlite_autoindex_user_identifiers_1 (key>? AND key<?)'],
  ])('is read through an index, in its order: %j', async (filter, expected) => {
    const plan = await planOf(filter);
    expect(plan).toContain(expected);
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it.each<[UserFilter, string]>([
    [{ createdUntil: new Date('2031-01-01') }, 'users_by_creation ((created_at,id)<(?,?))'],
    [{ identifierPrefix: 'a' }, 'sqlite_autoindex_user_identifiers_1 (key>? AND key<?)'],
  ])('goes on from where it ended, not from the beginning: %j', async (filter, expected) => {
    const users = embedded.get(UsersService);
    for (const name of ['a1', 'a2']) {
      await users.create({ identifiers: [usernameIdentifier(name)], passwordHash: 'none', role: 'user' });
    }
    const { next = '' } = await embedded.get(UserDirectory).list(filter, { size: 1 });
    const plan = await planOf(filter, next);
    expect(plan).toContain(expected);
    expect(plan.match(/\bkey[<>]/g) ?? []).toHaveLength(filter.identifierPrefix === undefined ? 0 : 2);
  });
});
