import { SessionsService } from '#core/sessions';
import { SigningKeysService } from '#core/tokens';
import { UsersService } from '#core/users';
import { Database } from '#platform/database';
import type { GateState } from '../../apps/identity/src/policy/index.js';
import { claimsOf } from '../support/accounts.js';
import { signedByService } from './forge.js';
import { ban, type Held, signIn, type Source, SOURCES, type SourceName } from './sources.js';
import type { Person, World } from './world.js';

interface Scene {
  readonly world: World;
  readonly source: Source;
  readonly person: Person;
  readonly held: Held;
}

/** Brings somebody's account, or what they hold, into a state; tells what they hold then, if it is another. */
type Change = (scene: Scene) => Promise<Held | undefined>;

const DAY = 24 * 3600;
const ACCESS: readonly SourceName[] = ['accessToken', 'adminsAccessToken', 'superadminsAccessToken', 'sessionToken'];
const SESSIONS: readonly SourceName[] = [...ACCESS, 'refreshToken'];

const CHANGES: Readonly<Record<Exclude<GateState, 'unknown' | 'unverified'>, Change>> = {
  enabled: async () => undefined,
  disabled: async ({ world, person: { id } }) => {
    await world.app.nest.get(UsersService).setEnabled(id, false);
    return undefined;
  },
  deleted: async ({ world, person: { id } }) => {
    const database = world.app.nest.get(Database);
    await database.transaction(async () => {
      await database.manager.query(`DELETE FROM users WHERE id = '${id}'`);
    });
    return undefined;
  },
  locked: async ({ world, person }) => {
    await lock(world, person);
    return undefined;
  },
  banned: async ({ world, person }) => {
    await ban(world, person);
    return undefined;
  },
  changed: async ({ world, person }) => {
    const { access } = await signIn(world, { ...person, isVerified: false });
    const headers = { authorization: `Bearer ${access}` };
    const json = { password: 'another horse battery' };
    await world.mustSend({ method: 'PUT', path: '/api/v3/auth/user', headers, json });
    return undefined;
  },
  ended: async ({ world, person: { id } }) => {
    await world.app.nest.get(SessionsService).endAllOf(id, 'revoked_by_admin');
    return undefined;
  },
  expired: async ({ world, source }) => {
    world.app.clock.advance(source.lifeSeconds ?? 0);
    return undefined;
  },
  rotated: async (scene) => {
    if (scene.source.replace) await scene.source.replace(scene.world, scene.held, scene.person);
    return scene.source.replace ? undefined : signedByRetiredKey(scene);
  },
};

/** Whether a credential of that source can be in that state at all. */
export function canBe(state: GateState, name: SourceName): boolean {
  const source: Source = SOURCES[name];
  if (name === 'adminApiKey') return ['unknown', 'enabled', 'expired', 'rotated'].includes(state);
  if (state === 'unverified')
    return source.to.isVerified !== false && !['flow', 'completion', 'firstInvitation'].includes(name);
  if (state === 'ended') return SESSIONS.includes(name);
  if (state === 'expired') return source.lifeSeconds !== undefined;
  if (state === 'rotated') return source.replace !== undefined || ACCESS.includes(name);
  const isOfNoAccount = name === 'firstInvitation';
  return !isOfNoAccount || ['unknown', 'enabled'].includes(state);
}

/** A credential in that state, in new hands. */
export async function heldIn(state: GateState, name: SourceName, world: World): Promise<Held> {
  const source: Source = SOURCES[name];
  if (state === 'unknown') return source.madeUp(world);
  const person = await world.person({ ...source.to, ...(state === 'unverified' && { isVerified: false }) });
  const held = await source.obtain(world, person);
  if (state === 'unverified') return held;
  return (await CHANGES[state]({ world, source, person, held })) ?? held;
}

/** Guesses at the password until nobody listens any more. */
async function lock(world: World, { email, address }: Person): Promise<void> {
  const json = { email, password: 'wrong' };
  for (let tries = 0; tries < 500; tries += 1) {
    const { status } = await world.send({ method: 'POST', path: '/api/v3/auth/login', address, json });
    if (status === 429) return;
  }
  throw new Error('500 wrong passwords were judged');
}

/** A token that would be good for long, of a session that lives, under a key whose time is over. */
async function signedByRetiredKey({ world, held }: Scene): Promise<Held> {
  const { nest, clock } = world.app;
  const isWrapped = !held.secret.includes('.');
  const jwt = isWrapped ? Buffer.from(held.secret, 'base64url').toString() : held.secret;
  const { exp, ...claims } = claimsOf(jwt) as { exp: number };
  const token = await signedByService(world.app, { ...claims, exp: exp + 2 * DAY });
  await nest.get(SigningKeysService).rotate();
  clock.advance(DAY);
  return { ...held, secret: isWrapped ? Buffer.from(token).toString('base64url') : token };
}
