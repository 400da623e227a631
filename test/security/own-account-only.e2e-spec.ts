import { AccessTable } from '#edge';
import { SessionsService } from '#core/sessions';
import { type Role, ROLES, UsersService } from '#core/users';
import { findAccount } from '../support/accounts.js';
import { posted } from '../support/page.js';
import { type Held, sessionOf, signIn, SOURCES } from './sources.js';
import { type Asking, PASSWORD, type Person, World } from './world.js';

interface ShownUser {
  readonly data: object;
}

interface OwnSessions {
  readonly sessions: readonly { readonly id: string }[];
}

let world: World;

beforeAll(async () => {
  world = await World.begin();
});
afterAll(() => world.end());

const NOBODY = '01900000-0000-7000-8000-000000000000';

const statusOf = async (asking: Asking) => (await world.send(asking)).status;
const bearing = (access: string) => ({ authorization: `Bearer ${access}` });

describe('signing oneself up', () => {
  /** The sign-ups that have no field for a role, with everything that might be taken for one. */
  const LOADED: Readonly<Record<string, (email: string) => Promise<Asking>>> = {
    gravscale: async (email) => ({
      method: 'POST',
      path: '/dev/public-api/api/auth/sign-up?role=superadmin',
      headers: { role: 'superadmin' },
      json: { email, password: PASSWORD, role: 'superadmin', isAdmin: true },
    }),
    cadenza: async (email) => ({
      method: 'POST',
      path: '/api/v3/auth/signup?role=superadmin',
      headers: { role: 'superadmin' },
      json: {
        email,
        password: PASSWORD,
        role: 'superadmin',
        appMetadata: { role: 'superadmin' },
        metadata: { role: 'superadmin', appMetadata: { tenantId: 'stolen' }, app_metadata: { tenantId: 'stolen' } },
      },
    }),
    nap: async (email) => ({
      method: 'POST',
      path: '/api/auth/signup?role=superadmin',
      headers: { role: 'superadmin' },
      json: {
        email,
        password: PASSWORD,
        confirmPassword: PASSWORD,
        firstName: 'Ada',
        lastName: 'Lovelace',
        inviteToken: await world.invite(email),
        role: 'superadmin',
        orgRole: 'owner',
        user_org_role: 'owner',
      },
    }),
  };

  it.each(Object.entries(LOADED))('through %s makes a user, whatever is wished for', async (_, load) => {
    const email = world.newEmail();

    expect(await statusOf(await load(email))).toBeLessThan(300);

    const account = await findAccount(world.app, email);
    expect([account?.role, account?.appMetadata, account?.isEmailVerified]).toEqual(['user', {}, false]);
  });

  it('through cadenza keeps what is told of oneself, where it gives no power', async () => {
    const email = world.newEmail();
    await world.send((await LOADED.cadenza?.(email)) ?? { method: 'GET', path: '/' });
    const { access } = await signIn(world, { ...(await mustFind(email)), isVerified: false });

    const { body } = await world.send<ShownUser>({
      method: 'GET',
      path: '/api/v3/auth/user',
      headers: bearing(access),
    });

    expect(body.data).toMatchObject({ role: 'user', appMetadata: {}, userMetadata: { role: 'superadmin' } });
    expect(await statusOf({ method: 'GET', path: '/admin/v1/accounts', headers: bearing(access) })).toBe(403);
  });

  async function mustFind(email: string): Promise<Person> {
    const account = await findAccount(world.app, email);
    if (!account) throw new Error(`no account of ${email}`);
    return { id: account.id, email, password: PASSWORD, isVerified: false, address: world.newAddress() };
  }

  /** What authservice answers to each role, with a sponsor's token if there is one. */
  async function answersToRoles(sponsor?: string): Promise<Record<string, number>> {
    const answers: Record<string, number> = {};
    for (const role of [...ROLES, 'Admin', 'SUPERADMIN', ' admin', 'admin,user', 'root']) {
      const name = `someone-${world.next()}`;
      const headers = { username: name, password: PASSWORD, role, ...(sponsor !== undefined && bearing(sponsor)) };
      const status = await statusOf({ method: 'POST', path: '/auth/register', headers });
      const account = await findAccount(world.app, name);
      expect(account?.role ?? 'nobody').toBe(status === 201 ? role.trim() : 'nobody');
      answers[role] = status;
    }
    return answers;
  }

  const MADE_UP = { Admin: 400, SUPERADMIN: 400, 'admin,user': 400, root: 400 };
  const sponsored = async (role: Role) => {
    const { access } = await signIn(world, await world.person({ role }));
    return answersToRoles(access);
  };

  it('through authservice makes users and guests', async () => {
    expect(await answersToRoles()).toMatchObject({
      user: 201,
      guest: 201,
      moderator: 400,
      admin: 400,
      superadmin: 400,
      ...MADE_UP,
    });
  });

  it.each(['user', 'guest', 'moderator'] as const)('is not helped by the word of a %s', async (role) => {
    expect(await sponsored(role)).toMatchObject({ moderator: 400, admin: 400, superadmin: 400, ...MADE_UP });
  });

  it('is helped by the word of an admin, up to admin, and of a superadmin', async () => {
    expect(await sponsored('admin')).toMatchObject({ moderator: 201, admin: 201, superadmin: 400, ...MADE_UP });
    expect(await sponsored('superadmin')).toMatchObject({ moderator: 201, admin: 201, superadmin: 201, ...MADE_UP });
  });

  it('takes no role twice', async () => {
    const headers = { username: `someone-${world.next()}`, password: PASSWORD, role: ['user', 'admin'] };

    expect(await statusOf({ method: 'POST', path: '/auth/register', headers })).toBe(400);
  });
});

describe('somebody else’s account', () => {
  let eve: Person;
  let eves: { access: string; refresh: string };
  let ada: Person;
  let adas: { access: string; refresh: string };

  beforeEach(async () => {
    [eve, ada] = [await world.person({ seats: 2 }), await world.person({ seats: 2 })];
    // Those who choose an organization come by another door than nap's.
    [eves, adas] = [
      await signIn(world, { ...eve, isVerified: false }),
      await signIn(world, { ...ada, isVerified: false }),
    ];
  });

  const isAlive = async (access: string) =>
    (await statusOf({ method: 'GET', path: '/dev/public-api/api/auth/info', headers: bearing(access) })) === 200;
  const rowOf = async ({ id }: Person) => world.app.nest.get(UsersService).mustFindById(id);
  const flowOf = (person: Person): Promise<Held> => SOURCES.completion.obtain(world, person);

  it('has sessions that nobody else sees or ends', async () => {
    const path = `/account/v1/sessions/${sessionOf(adas.access)}`;
    expect(await statusOf({ method: 'DELETE', path, headers: bearing(eves.access) })).toBe(404);
    const listed = await world.mustSend<OwnSessions>({
      method: 'GET',
      path: '/account/v1/sessions',
      headers: bearing(eves.access),
    });
    expect(listed.sessions.map(({ id }) => id)).toEqual([sessionOf(eves.access)]);
    await world.mustSend({ method: 'DELETE', path: '/account/v1/sessions', headers: bearing(eves.access) });

    expect(await isAlive(adas.access)).toBe(true);
  });

  it('is not logged out by a stranger’s token beside one’s own', async () => {
    const wrapped = Buffer.from(eves.access).toString('base64url');
    const headers = { 'X-NAP-Session-Token': wrapped, 'X-NAP-Refresh-Token': adas.refresh };

    expect(await statusOf({ method: 'POST', path: '/api/auth/logout', headers })).toBe(400);

    expect([await isAlive(eves.access), await isAlive(adas.access)]).toEqual([true, true]);
  });

  it('is not changed by naming it', async () => {
    const before = await rowOf(ada);
    const json = {
      id: ada.id,
      userId: ada.id,
      sub: ada.id,
      metadata: { color: 'red' },
      password: 'another horse battery',
    };
    const path = `/api/v3/auth/user?id=${ada.id}&userId=${ada.id}`;

    expect(await statusOf({ method: 'PUT', path, headers: bearing(eves.access), json })).toBe(200);

    expect(await rowOf(ada)).toEqual(before);
    expect((await rowOf(eve)).userMetadata).toEqual({ color: 'red' });
  });

  it('keeps its address from whoever claims it, in any spelling', async () => {
    for (const email of [ada.email, ada.email.toUpperCase(), ` ${ada.email}`]) {
      const json = { email };
      expect(await statusOf({ method: 'PUT', path: '/api/v3/auth/user', headers: bearing(eves.access), json })).toBe(
        400,
      );
    }

    expect((await findAccount(world.app, ada.email))?.id).toBe(ada.id);
  });

  it('has client credentials that another’s do not complete', async () => {
    const [mine, theirs] = [await SOURCES.client.obtain(world, eve), await SOURCES.client.obtain(world, ada)];
    const headers = { clientId: theirs.belongsTo, clientSecret: mine.secret };

    expect(await statusOf({ method: 'POST', path: '/auth/login/client', headers })).toBe(401);
  });

  it('has flows that another’s secret does not finish', async () => {
    const [mine, theirs] = [await flowOf(eve), await flowOf(ada)];
    const json = { orgId: world.organizations[0].id, completionSecret: mine.secret };

    expect(await statusOf({ method: 'POST', path: `/api/auth/flow/${theirs.belongsTo ?? ''}/complete`, json })).toBe(
      401,
    );
    expect(await world.app.nest.get(SessionsService).livingOf(ada.id)).toHaveLength(1);
  });

  it('has a seat that another’s flow does not lead to', async () => {
    const outsider = await world.person({ seats: 2 });
    const { belongsTo = '', secret } = await flowOf(outsider);
    const json = { orgId: '01900000-0000-7000-8000-000000000000', completionSecret: secret };

    expect(await statusOf({ method: 'POST', path: `/api/auth/flow/${belongsTo}/complete`, json })).toBe(403);
  });

  it('has an invitation that another neither signs up nor accepts with', async () => {
    const invited = world.newEmail();
    const inviteToken = await world.invite(invited);
    const names = { confirmPassword: PASSWORD, firstName: 'Eve', lastName: 'Stranger' };
    const json = { email: world.newEmail(), password: PASSWORD, ...names, inviteToken };

    expect(await statusOf({ method: 'POST', path: '/api/auth/signup', json })).toBe(401);
    expect(await statusOf({ method: 'POST', path: '/account/invitation', ...posted({ token: inviteToken }) })).toBe(
      400,
    );
    expect(await statusOf({ method: 'POST', path: '/api/auth/signup', json: { ...json, email: invited } })).toBe(200);
  });

  it('is not administered by who is no administrator, whatever is in the request', async () => {
    for (const role of ['user', 'guest', 'moderator'] as const) {
      const { access } = await signIn(world, await world.person({ role }));
      const headers = { ...bearing(access), role: 'superadmin', 'x-role': 'superadmin' };
      const json = { role: 'superadmin' };
      const asked = [
        { method: 'GET', path: '/admin/v1/accounts?role=superadmin' },
        { method: 'GET', path: `/admin/v1/accounts/${ada.id}` },
        { method: 'PATCH', path: `/admin/v1/accounts/${ada.id}`, json },
        { method: 'DELETE', path: `/admin/v1/accounts/${ada.id}` },
      ];
      for (const request of asked) expect([role, await statusOf({ ...request, headers })]).toEqual([role, 403]);
    }
  });

  it('keeps its power only as long as its role: the token says nothing of it', async () => {
    const admin = await world.person({ role: 'admin' });
    const { access } = await signIn(world, admin);
    const look = { method: 'GET', path: '/admin/v1/accounts', headers: bearing(access) };
    expect(await statusOf(look)).toBe(200);
    const boss = await signIn(world, await world.person({ role: 'superadmin' }));
    const path = `/admin/v1/accounts/${admin.id}`;

    expect(
      await statusOf({ method: 'PUT', path: `${path}/role`, headers: bearing(boss.access), json: { role: 'user' } }),
    ).toBe(200);

    expect(await statusOf(look)).toBe(403);
  });

  it('of a superadmin is nothing that an admin changes, nor makes', async () => {
    const boss = await world.person({ role: 'superadmin' });
    const { access } = await signIn(world, await world.person({ role: 'admin' }));
    const headers = bearing(access);
    const path = `/admin/v1/accounts/${boss.id}`;
    const before = await rowOf(boss);
    const changes = [{ email: world.newEmail() }, { username: 'eve' }, { firstName: 'Eve' }, { appMetadata: {} }];

    for (const json of changes) expect(await statusOf({ method: 'PATCH', path, headers, json })).toBe(403);
    const routes = world.app.nest.get(AccessTable).list();
    const changing = routes.filter(({ method, path: route }) => method !== 'GET' && /accounts\/:id(\/|$)/.test(route));
    expect(changing.length).toBeGreaterThan(5);
    for (const { method, path: route } of changing) {
      const asked = { method, path: route.replace(':id', boss.id).replace(/:\w+/g, NOBODY), headers };
      const json = { role: 'user', email: world.newEmail() };
      expect([method, route, await statusOf({ ...asked, json })]).toEqual([method, route, 403]);
    }
    const role = { method: 'PUT', path: `/admin/v1/accounts/${ada.id}/role`, headers, json: { role: 'superadmin' } };
    expect(await statusOf(role)).toBe(403);
    const json = { email: world.newEmail(), role: 'superadmin' };
    expect(await statusOf({ method: 'POST', path: '/admin/v1/accounts', headers, json })).toBe(403);

    expect(await rowOf(boss)).toEqual(before);
    expect((await rowOf(ada)).role).toBe('user');
  });
});
