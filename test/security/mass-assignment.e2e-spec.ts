import { Database } from '#platform/database';
import { type DocumentedOperation, documentedInputs } from './documented.js';
import { asking, OPERATIONS } from './operations.js';
import { type Source, SOURCES } from './sources.js';
import { fieldNames, TEMPTING, WISHES } from './tempting-fields.js';
import { type Asking, type Person, World } from './world.js';

type Json = Readonly<Record<string, unknown>>;

/** What changes at every use, whatever is asked. */
const MOVING = ['id', 'email', 'username', 'password_hash', 'created_at', 'updated_at', 'last_sign_in_at'];

describe('fields that only the service sets', () => {
  const names = fieldNames();
  let world: World;
  let operations: DocumentedOperation[];

  beforeAll(async () => {
    world = await World.begin();
    // Administrators may set much of this: what they may not is asked beside this file.
    operations = (await documentedInputs(world.app)).filter(({ route }) => !route.includes(' /admin/'));
  });
  afterAll(() => world.end());

  /** A request as it should be, and the account that it is about, if that is there already. */
  async function sound(route: string): Promise<{ request: Asking; person?: Person }> {
    const [method = '', path = ''] = route.split(' ');
    const { shows, plain } = OPERATIONS[route] ?? { shows: {} };
    if (plain) return { request: { method, path, ...(await plain(world)) } };
    const [showing] = Object.values(shows);
    if (!showing) throw new Error(`operations.ts does not know ${route}`);
    const source: Source = SOURCES[showing.source];
    const person = await world.person(source.to);
    return { person, request: asking(route, showing, await source.obtain(world, person), world) };
  }

  async function accounts(): Promise<Map<string, Json>> {
    const rows = await world.app.nest.get(Database).manager.query<(Json & { id: string })[]>('SELECT * FROM users');
    return new Map(rows.map((row) => [row.id, row]));
  }

  const fixed = (row: Json = {}) => Object.fromEntries(Object.entries(row).filter(([name]) => !MOVING.includes(name)));

  /** What a request does to the accounts: those it changes and those it makes, without what always moves. */
  async function effectOf(request: Asking): Promise<{ status: number; changed: Json[]; made: Json[] }> {
    const before = await accounts();
    const { status } = await world.send(request);
    const after = await accounts();
    const differs = ([id, row]: [string, Json]) =>
      before.has(id) && JSON.stringify(fixed(row)) !== JSON.stringify(fixed(before.get(id)));
    return {
      status,
      changed: [...after].filter(differs).map(([, row]) => fixed(row)),
      made: [...after].filter(([id]) => !before.has(id)).map(([, row]) => fixed(row)),
    };
  }

  it('are many, and every documented operation is asked', () => {
    expect(names).toEqual(
      expect.arrayContaining(['role', 'appMetadata', 'app_metadata', 'emailConfirmedAt', 'disabledAt']),
    );
    expect(names.length).toBeGreaterThan(150);
    expect(operations.filter(({ route }) => !(route in OPERATIONS))).toEqual([]);
  });

  it('are not set by any body, whatever type they have in it', async () => {
    const faults: unknown[] = [];
    for (const { route, inputs } of operations) {
      const plain = await effectOf((await sound(route)).request);
      for (const wish of WISHES) {
        const { request } = await sound(route);
        const extras = names.filter((name) => !inputs.includes(name)).map((name) => [name, wish]);
        const json = { ...Object.fromEntries(extras), ...(request.json as Json | undefined) };
        const seen = await effectOf({ ...request, json });
        if (JSON.stringify(seen) !== JSON.stringify(plain)) faults.push({ route, wish, seen, plain });
      }
    }

    expect(faults).toEqual([]);
  });

  it('are not set by a list of bodies, or by a prototype', async () => {
    const faults: unknown[] = [];
    for (const { route } of operations) {
      const { request } = await sound(route);
      const json = (request.json ?? {}) as Json;
      const raw = `{"__proto__":{"role":"superadmin","isAdmin":true},${JSON.stringify(json).slice(1)}`;
      const bodies = [JSON.stringify([{ ...json, role: 'superadmin' }]), raw.replace(',}', '}')];
      for (const body of bodies) {
        const again = await sound(route);
        const headers = { ...again.request.headers, 'content-type': 'application/json' };
        const { status, changed, made } = await effectOf({ ...again.request, json: undefined, headers, raw: body });
        const rows = [...changed, ...made];
        if (status >= 500 || rows.some((row) => row.role !== 'user')) faults.push({ route, body, status, rows });
      }
    }

    expect(faults).toEqual([]);
    expect(({} as Json).role).toBeUndefined();
  });

  it('are not set by the query or by headers', async () => {
    const faults: unknown[] = [];
    for (const { route } of operations) {
      const plain = await effectOf((await sound(route)).request);
      for (const where of ['query', 'headers'] as const) {
        const { request } = await sound(route);
        const seen = await effectOf(where === 'query' ? withQuery(request, names) : withHeaders(request));
        if (JSON.stringify(seen) !== JSON.stringify(plain)) faults.push({ route, where, seen, plain });
      }
    }

    expect(faults).toEqual([]);
  });
});

/** As many as a URL has room for. */
function withQuery(request: Asking, names: readonly string[]): Asking {
  const extras = new URLSearchParams(Object.fromEntries(names.slice(0, 150).map((name) => [name, 'superadmin'])));
  const [path = '', query = ''] = request.path.split('?');
  for (const name of new URLSearchParams(query).keys()) extras.delete(name);
  return { ...request, path: `${path}?${[query, extras.toString()].filter((part) => part !== '').join('&')}` };
}

/** Those of authservice are its arguments, so that the one it takes is left as it is. */
function withHeaders(request: Asking): Asking {
  const own = Object.keys(request.headers ?? {}).map((name) => name.toLowerCase());
  const extras = TEMPTING.filter((name) => !own.includes(name.toLowerCase())).map((name) => [name, 'superadmin']);
  return { ...request, headers: { ...Object.fromEntries(extras), 'x-role': 'superadmin', ...request.headers } };
}
