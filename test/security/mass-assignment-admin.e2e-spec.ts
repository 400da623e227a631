import { ApiKeysService } from '#core/api-keys';
import { schema } from '#core/schema';
import { secondsAfter } from '#platform/clock';
import { Database } from '#platform/database';
import { type FuzzedOperation, operationsServedBy } from '../fuzz/documented-operations.js';
import { KnownValues } from '../fuzz/known-values.js';
import { pathOf, wholeBodyOf } from '../fuzz/sound-requests.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { fieldNames } from './tempting-fields.js';

type Extras = Readonly<Record<string, unknown>>;

/** The same wish, in the types that fields may be of. */
const WISHES: readonly unknown[] = ['superadmin', true, { role: 'superadmin' }];

/** What differs between two requests that ask the same: names that were made up, and what is made by chance. */
const BY_CHANCE =
  /fuzz-\d+|198\.51\.100\.\d+|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|"v\d\.[^"]*"|"rosetta[^"]*"|\$2b\$[^"]*|"public_id":"[^"]*"|[\w-]{32,}|"(version|sequence)":\d+/g;

const NAMES = fieldNames();
/** Written beside whatever happens: the record of it, and mails on their way. */
const BESIDE = ['AuditEvent', 'AuditHead', 'OutboxMessage'];

let app: TestApp;
let known: KnownValues;
let operations: FuzzedOperation[];

beforeAll(async () => {
  const told = { MULTI_TENANCY: 'true', TRUST_PROXY: '1', SELF_REGISTRATION_ROLES: 'user,superadmin' };
  app = await startTestApp(told);
  const order = { name: 'any', scopes: ['accounts:read'], expiresAt: secondsAfter(app.clock.now(), 600) } as const;
  const keys = app.nest.get(ApiKeysService);
  known = new KnownValues(app.url, async () => (await keys.create(order, { actor: 'cli' })).apiKey.id);
  operations = (await operationsServedBy(app.url)).filter(({ path }) => /^\/(admin|account)\//.test(path));
});

afterAll(() => app.close());

async function rows(): Promise<Set<string>> {
  const { manager } = app.nest.get(Database);
  const all: string[] = [];
  for (const { name, tableName } of manager.dataSource.entityMetadatas) {
    if (BESIDE.includes(name)) continue;
    const found = await manager.query<object[]>(`SELECT * FROM "${tableName}"`);
    all.push(...found.map((row) => `${tableName} ${JSON.stringify(row)}`));
  }
  return new Set(all);
}

/** What a good request with that beside its own fields is answered, and which rows it makes and unmakes. */
async function effectOf(operation: FuzzedOperation, extras: Extras): Promise<object> {
  await known.renew();
  const { method, path } = operation;
  const isRead = method === 'GET';
  const query = isRead && 'role' in extras ? `?${new URLSearchParams(withoutOwn(operation, extras)).toString()}` : '';
  const json = JSON.parse(known.fill(JSON.stringify({ ...extras, ...wholeBodyOf(operation).json }))) as object;
  const bearer = path.startsWith('/admin/') ? '<admin>' : '<access>';
  const headers = { authorization: `Bearer ${known.fill(bearer)}`, 'x-forwarded-for': '192.0.2.1' };
  const address = known.fill(pathOf(operation)) + query;
  const before = await rows();
  const { status } = await app.send(method, address, { headers, ...(!isRead && { json }) });
  const after = await rows();
  const gone = [...before].filter((row) => !after.has(row));
  const come = [...after].filter((row) => !before.has(row));
  const told = (changed: readonly string[]) => changed.map((row) => row.replace(BY_CHANCE, '*')).sort();
  return { status, gone: told(gone), come: told(come) };
}

/** As many as an address has room for, without those that the operation takes. */
function withoutOwn({ parameters }: FuzzedOperation, extras: Extras): Record<string, string> {
  const own = parameters.map(({ name }) => name);
  const others = Object.keys(extras).filter((name) => !own.includes(name));
  return Object.fromEntries(others.slice(0, 100).map((name) => [name, 'superadmin']));
}

describe('fields that not even an administrator sets', () => {
  it('are many, and every table is looked at', () => {
    expect(NAMES).toEqual(
      expect.arrayContaining([
        'role',
        'isAdmin',
        'enabled',
        'userId',
        'organizationId',
        'emailVerified',
        'is_superuser',
      ]),
    );
    expect(NAMES).toEqual(expect.arrayContaining(['app_metadata', 'password_hash', 'disabled_at']));
    expect(schema.entities.map(({ name }) => name)).toEqual(expect.arrayContaining(BESIDE));
    expect(operations.length).toBeGreaterThan(45);
  });

  it('have no effect at any operation, whatever type they have, or are refused', async () => {
    const faults: unknown[] = [];
    for (const operation of operations) {
      const { names } = wholeBodyOf(operation);
      const plain = await effectOf(operation, {});
      for (const wish of operation.method === 'GET' ? WISHES.slice(0, 1) : WISHES) {
        const extras = Object.fromEntries(NAMES.filter((name) => !names.includes(name)).map((name) => [name, wish]));
        const seen = await effectOf(operation, extras);
        const isRefused = 'status' in seen && Number(seen.status) >= 400 && Number(seen.status) < 500;
        if (!isRefused && JSON.stringify(seen) !== JSON.stringify(plain)) {
          faults.push({ operation: `${operation.method} ${operation.path}`, wish, seen, plain });
        }
      }
    }

    expect(faults).toEqual([]);
  });
});
