import { API_KEY_SCOPES, ApiKeysService } from '#core/api-keys';
import { EmailVerificationService } from '#core/email-verification';
import { BY_SYSTEM } from '#core/kernel';
import { MembersService } from '#core/organizations';
import { RecoveryService } from '#core/recovery';
import { AccessTokensService } from '#core/tokens';
import { Random } from '#platform/random';
import { claimsOf } from '../support/accounts.js';
import type { Person, PersonOrder, World } from './world.js';

/** A credential in somebody's hands. */
export interface Held {
  readonly person: Pick<Person, 'email' | 'address'>;
  /** The secret itself. */
  readonly secret: string;
  /** The client, the session or the flow that the secret belongs to. */
  readonly belongsTo?: string;
}

/** Where one sort of credential comes from, and what becomes of it. */
export interface Source {
  /** Whom it is given to. */
  readonly to: PersonOrder;
  readonly obtain: (world: World, person: Person) => Promise<Held>;
  /** One that nobody was ever given, in the right shape. */
  readonly madeUp: (world: World) => Promise<Held> | Held;
  /** How long it is good at the most; undefined for one that does not age. */
  readonly lifeSeconds?: number;
  /** Has a newer one take its place. */
  readonly replace?: (world: World, held: Held, person: Person) => Promise<unknown>;
}

interface NapTokens {
  readonly tokens: { readonly session_token: string; readonly refresh_token: string };
}

interface CadenzaSession {
  readonly data: { readonly accessToken: string; readonly refreshToken: string };
}

interface BegunFlow {
  readonly flowId: string;
  readonly completionSecret: string;
}

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

const HOUR = 3600;
const DAY = 24 * HOUR;
const VISITOR = { origin: 'spec' };
const random = new Random();

const stranger = (world: World) => ({ email: world.newEmail(), address: world.newAddress() });
const madeUpToken = (world: World): Held => ({ person: stranger(world), secret: random.token() });
const MADE_UP_ID = '01900000-0000-7000-8000-000000000000';

/** As a member of an organization, where that can be; such a session is bound to the seat. */
export async function signIn(world: World, person: Person): Promise<{ access: string; refresh: string }> {
  const { email, password, address } = person;
  const json = { email, password };
  if (person.isVerified) {
    const { tokens } = await world.mustSend<NapTokens>({ method: 'POST', path: '/api/auth/login', address, json });
    return { access: Buffer.from(tokens.session_token, 'base64url').toString(), refresh: tokens.refresh_token };
  }
  const { data } = await world.mustSend<CadenzaSession>({ method: 'POST', path: '/api/v3/auth/login', address, json });
  return { access: data.accessToken, refresh: data.refreshToken };
}

/** The session that an access token belongs to. */
export function sessionOf(access: string): string {
  return (claimsOf(access) as { sid: string }).sid;
}

export async function refresh(world: World, refreshToken: string): Promise<string> {
  const path = `/dev/public-api/api/auth/refresh?refresh_token=${refreshToken}`;
  return (await world.mustSend<{ refreshToken: string }>({ method: 'POST', path })).refreshToken;
}

async function beginFlow(world: World, { email, password, address }: Person) {
  const json = { email, password };
  return world.mustSend<BegunFlow>({ method: 'POST', path: '/api/auth/login', address, json });
}

async function clientOf(world: World, { email, password, address }: Person) {
  const headers = { username: email, password };
  return world.mustSend<Client>({ method: 'GET', path: '/auth/client', address, headers });
}

async function accessTokenOfNobody(world: World): Promise<Held> {
  const expiresAt = new Date(world.app.clock.now().getTime() + DAY * 1000);
  const session = { id: MADE_UP_ID, userId: MADE_UP_ID, clientId: null, expiresAt };
  const { token } = await world.app.nest.get(AccessTokensService).issueFor(session);
  return { person: stranger(world), secret: token, belongsTo: MADE_UP_ID };
}

const accessToken: Source = {
  to: {},
  obtain: async (world, person) => {
    const { access } = await signIn(world, person);
    return { person, secret: access, belongsTo: sessionOf(access) };
  },
  madeUp: accessTokenOfNobody,
  lifeSeconds: HOUR,
};

async function verification(world: World, person: Person): Promise<Held> {
  await world.app.nest.get(EmailVerificationService).request(person.email, VISITOR);
  return { person, secret: await world.mailedToken(person.email) };
}

async function recovery(world: World, person: Person): Promise<Held> {
  await world.app.nest.get(RecoveryService).request(person.email, VISITOR);
  return { person, secret: await world.mailedToken(person.email) };
}

async function invitation(world: World, person: Pick<Person, 'email' | 'address'>): Promise<Held> {
  return { person, secret: await world.invite(person.email) };
}

/** Every sort of credential there is. */
export const SOURCES = {
  password: {
    to: {},
    obtain: async (_, person) => ({ person, secret: person.password }),
    madeUp: (world) => ({ person: stranger(world), secret: 'no account has it' }),
  },
  client: {
    to: {},
    obtain: async (world, person) => {
      const { clientId, clientSecret } = await clientOf(world, person);
      return { person, secret: clientSecret, belongsTo: clientId };
    },
    madeUp: (world) => ({ ...madeUpToken(world), belongsTo: random.token(16) }),
    replace: async (world, _, { email, password, address }) => {
      const headers = { username: email, password };
      await world.mustSend({ method: 'POST', path: '/auth/regenerate-client-credentials', address, headers });
    },
  },
  accessToken,
  adminsAccessToken: { ...accessToken, to: { role: 'admin' } },
  superadminsAccessToken: { ...accessToken, to: { role: 'superadmin' } },
  adminApiKey: {
    to: {},
    obtain: async (world, person) => {
      const expiresAt = new Date(world.app.clock.now().getTime() + 30 * DAY * 1000);
      const order = { name: 'a program', scopes: [...API_KEY_SCOPES], expiresAt };
      const { apiKey, secret } = await world.app.nest.get(ApiKeysService).create(order, BY_SYSTEM);
      return { person, secret, belongsTo: apiKey.id };
    },
    madeUp: (world) => ({ person: stranger(world), secret: `rsk_${random.token(16)}${random.token()}` }),
    lifeSeconds: 30 * DAY,
    replace: (world, { belongsTo = '' }) => world.app.nest.get(ApiKeysService).revoke(belongsTo, BY_SYSTEM),
  },
  sessionToken: {
    ...accessToken,
    obtain: async (world, person) => wrapped(await accessToken.obtain(world, person)),
    madeUp: async (world) => wrapped(await accessTokenOfNobody(world)),
  },
  refreshToken: {
    to: {},
    obtain: async (world, person) => ({ person, secret: (await signIn(world, person)).refresh }),
    madeUp: (world) => ({ person: stranger(world), secret: random.bytes(64).toString('base64url') }),
    lifeSeconds: 30 * DAY,
    replace: async (world, { secret }) => {
      await refresh(world, await refresh(world, secret));
    },
  },
  verification: {
    to: { isVerified: false },
    obtain: verification,
    madeUp: madeUpToken,
    lifeSeconds: DAY,
    replace: (world, _, person) => verification(world, person),
  },
  recovery: {
    to: {},
    obtain: recovery,
    madeUp: madeUpToken,
    lifeSeconds: HOUR,
    replace: (world, _, person) => recovery(world, person),
  },
  /** For somebody who has an account and no seat. */
  invitation: {
    to: { seats: 0 },
    obtain: invitation,
    madeUp: madeUpToken,
    lifeSeconds: 7 * DAY,
    replace: (world, { person }) => invitation(world, person),
  },
  /** For an address that no account has. */
  firstInvitation: {
    to: { seats: 0 },
    obtain: (world) => invitation(world, stranger(world)),
    madeUp: madeUpToken,
    lifeSeconds: 7 * DAY,
    replace: (world, { person }) => invitation(world, person),
  },
  flow: {
    to: { seats: 2 },
    obtain: async (world, person) => ({ person, secret: (await beginFlow(world, person)).flowId }),
    madeUp: madeUpToken,
    lifeSeconds: 600,
  },
  completion: {
    to: { seats: 2 },
    obtain: async (world, person) => {
      const { flowId, completionSecret } = await beginFlow(world, person);
      return { person, secret: completionSecret, belongsTo: flowId };
    },
    madeUp: (world) => ({ ...madeUpToken(world), belongsTo: random.token() }),
    lifeSeconds: 600,
  },
} satisfies Record<string, Source>;

export type SourceName = keyof typeof SOURCES;

/** Takes away every seat. */
export async function ban(world: World, { id: userId }: Person): Promise<void> {
  const members = world.app.nest.get(MembersService);
  for (const { organization } of await members.seatsOf(userId)) await members.ban(organization.id, userId);
}

function wrapped(held: Held): Held {
  return { ...held, secret: Buffer.from(held.secret).toString('base64url') };
}
