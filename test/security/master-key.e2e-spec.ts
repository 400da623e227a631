import { DataSource } from 'typeorm';
import { AuditService } from '#core/audit';
import type { ClientCredentials } from '#core/clients';
import { schema, SEALED } from '#core/schema';
import { MasterKeyChange, MasterKeyMismatch } from '#platform/crypto';
import { Database, dataSourceOptions } from '#platform/database';
import { registered, showClient, tokenOf } from '../dialects/authservice/authservice.requests.js';
import {
  getUser,
  join as joinCadenza,
  mailedToken,
  type Member,
  recover,
} from '../dialects/cadenza/cadenza.requests.js';
import { cadenzaClient } from '../support/clients/cadenza.client.js';
import { type Answer } from '../support/answer.js';
import { posted, seen } from '../support/page.js';
import { PASSWORD } from '../support/accounts.js';
import { configOf, createTestDatabase, type TestDatabase } from '../support/databases.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);
const OTHER = Buffer.alloc(32, 3);

/** What was handed out before the change. */
interface Held {
  readonly member: Member;
  readonly client: ClientCredentials;
  readonly recovery: string;
  readonly keys: Answer;
}

let database: TestDatabase;
let app: TestApp;

const start = (masterKey: Buffer) => startTestApp({ MASTER_KEY: masterKey.toString('base64') }, database);

const keys = async (): Promise<Answer> => {
  const { status, body } = await app.send('GET', '/.well-known/jwks.json');
  return { status, body };
};

async function use(): Promise<Held> {
  const member = await joinCadenza(app, 'kept@example.com');
  const client = await registered(app, 'kept.client', PASSWORD);
  await recover(app, { email: member.email });
  return { member, client, recovery: await mailedToken(app, member.email), keys: await keys() };
}

/** Everything that was handed out is worth what it was, and what was kept can be read. */
async function expectAllGood({ member, client, recovery, keys: published }: Held): Promise<void> {
  expect(await keys()).toEqual(published);
  expect(await getUser(app, member.accessToken)).toMatchObject({ status: 200 });
  expect(await cadenzaClient(app.url).trySignIn({ email: member.email, password: PASSWORD })).toBe(200);
  expect(await cadenzaClient(app.url).tryRefresh?.(member)).toBe(200);
  expect(await showClient(app, { username: 'kept.client', password: PASSWORD })).toEqual({ status: 200, body: client });
  expect(await tokenOf(app, client)).toEqual(expect.any(String));
  expect(await mailedToken(app, member.email)).toBe(recovery);
  expect(await app.nest.get(AuditService, { strict: false }).verify()).toMatchObject({ isWhole: true });
  const form = posted({ token: recovery, password: 'another horse battery', passwordAgain: 'another horse battery' });
  expect(seen(await app.send<string>('POST', '/account/reset-password', form))).toMatchObject({ status: 200 });
}

/** Which keys the sealed values are under, and how many there are of each. */
async function sealedUnder(): Promise<Record<string, number>> {
  const tables = app.nest.get(Database);
  const counts: Record<string, number> = {};
  for (const { entity, property } of SEALED) {
    const rows = (await tables.repository(entity).find()) as unknown as Record<string, string>[];
    for (const row of rows) {
      const key = (row[property] ?? '').replace(/\.[^.]*$/, '');
      counts[key] = (counts[key] ?? 0) + 1;
    }
  }
  return counts;
}

const change = (from: Buffer, to: Buffer, onProgress?: () => void) =>
  app.nest
    .get(MasterKeyChange, { strict: false })
    .run({ from, to, columns: SEALED, ...(onProgress && { onProgress }) });

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  await app.close();
  await database.drop();
});

describe('a change of the master key', () => {
  it('keeps everything good, seals anew what is sealed, and leaves the old key worth nothing', async () => {
    app = await start(OLD);
    const held = await use();
    const before = await sealedUnder();
    expect(Object.keys(before)).toEqual(['v1']);
    expect(await change(OLD, NEW)).toEqual({ isChanged: true, resealed: before.v1, unreadable: [] });
    await app.close();

    await expect(start(OLD)).rejects.toThrow(MasterKeyMismatch);
    await expect(start(OTHER)).rejects.toThrow(MasterKeyMismatch);
    app = await start(NEW);
    const [key, ...others] = Object.entries(await sealedUnder());
    expect(key).toEqual([expect.stringMatching(/^v2\.[\da-f-]{36}$/), before.v1]);
    expect(others).toEqual([]);
    await expectAllGood(held);
    expect(Object.keys(await sealedUnder())).toEqual([key?.[0]]);
  });

  it('changes nothing when it is run again, whichever key is given for the old one', async () => {
    app = await start(OLD);
    await use();
    await change(OLD, NEW);
    const rows = await app.nest.get(Database).manager.query('SELECT * FROM data_keys ORDER BY id');
    for (const from of [OLD, NEW, OTHER]) {
      expect(await change(from, NEW)).toEqual({ isChanged: false, resealed: 0, unreadable: [] });
    }
    expect(await app.nest.get(Database).manager.query('SELECT * FROM data_keys ORDER BY id')).toEqual(rows);
  });

  it('goes on where it was interrupted, and is good under the new key meanwhile', async () => {
    app = await start(OLD);
    const held = await use();
    const all = (await sealedUnder()).v1 ?? 0;
    const interrupted = change(OLD, NEW, () => {
      throw new Error('interrupted');
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    await app.close();

    await expect(start(OLD)).rejects.toThrow(MasterKeyMismatch);
    app = await start(NEW);
    const left = (await sealedUnder()).v1 ?? 0;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(all);
    expect(await showClient(app, { username: 'kept.client', password: PASSWORD })).toMatchObject({ status: 200 });
    expect(await change(OLD, NEW)).toEqual({ isChanged: false, resealed: left, unreadable: [] });
    await app.close();
    app = await start(NEW);
    await expectAllGood(held);
  });

  it('is refused where the database is under neither of the keys, and nothing is changed', async () => {
    app = await start(OLD);
    const held = await use();
    await expect(change(OTHER, NEW)).rejects.toThrow(MasterKeyMismatch);
    await app.close();
    app = await start(OLD);
    await expectAllGood(held);
  });

  it('leaves a damaged value as it is, and says which', async () => {
    app = await start(OLD);
    await use();
    const { sealed } = await damage();
    const { unreadable } = await change(OLD, NEW);
    expect(unreadable).toEqual([expect.stringMatching(/^clients\.sealed_secret:[\da-f-]{36}$/)]);
    const [row] = await app.nest.get(Database).manager.query('SELECT sealed_secret FROM clients');
    expect(row).toEqual({ sealed_secret: sealed });
  });
});

describe('a database from before, whose root is the master key itself', () => {
  it('is used as it was, and keeps everything good when its master key changes', async () => {
    const source = await new DataSource(dataSourceOptions(configOf(database.environment), schema)).initialize();
    await source.runMigrations();
    await source.query(`INSERT INTO data_keys (id, wrapped, created_at) VALUES ('root', NULL, 0)`);
    await source.destroy();

    app = await start(OLD);
    const held = await use();
    await app.close();
    app = await start(OLD);
    await expect(change(OTHER, NEW)).rejects.toThrow(MasterKeyMismatch);
    expect(await change(OLD, NEW)).toMatchObject({ isChanged: true });
    await app.close();
    await expect(start(OLD)).rejects.toThrow(MasterKeyMismatch);
    app = await start(NEW);
    await expectAllGood(held);
  });
});

/** One bit of the one client secret. */
async function damage(): Promise<{ sealed: string }> {
  const tables = app.nest.get(Database);
  const [row] = await tables.manager.query<{ sealed_secret: string }[]>('SELECT sealed_secret FROM clients');
  const sealed = (row?.sealed_secret ?? '').replace(
    /^v1\.(.)/,
    (_, first: string) => `v1.${first === 'A' ? 'B' : 'A'}`,
  );
  await tables.transaction(() => tables.manager.query(`UPDATE clients SET sealed_secret = '${sealed}'`));
  return { sealed };
}
