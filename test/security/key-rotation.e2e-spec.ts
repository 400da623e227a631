import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { SigningKeysService } from '#core/tokens';
import { headerOf } from './forge.js';
import { asking, OPERATIONS } from './operations.js';
import { refreshThrough, REFRESHING, tally, use } from './refreshing.js';
import { signIn, type Source, SOURCES } from './sources.js';
import { World } from './world.js';

const ROTATIONS = 8;
const ROUNDS = 12;

/** Every way to come by an access token that needs no refresh token. */
const SIGN_INS = [
  ['POST /auth/login/client', 'client_secret'],
  ['POST /api/v1/auth/login', 'password'],
  ['GET /api/v1/auth/refresh', 'access_token'],
  ['POST /dev/public-api/api/auth/sign-in', 'password'],
  ['POST /api/v3/auth/login', 'password'],
  ['POST /api/auth/login', 'password'],
] as const;

describe('keys that rotate under traffic', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.begin();
  });
  afterAll(() => world.end());

  /** Signs in again and again, through one route. */
  async function signingIn([route, credential]: (typeof SIGN_INS)[number]): Promise<number[]> {
    const showing = OPERATIONS[route]?.shows[credential];
    if (!showing) throw new Error(`${route} takes no ${credential}`);
    const source: Source = SOURCES[showing.source];
    const held = await source.obtain(world, await world.person(source.to));
    const statuses: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      statuses.push((await world.send(asking(route, showing, held, world))).status);
    }
    return statuses;
  }

  /** Refreshes through each dialect in turn, and uses the token it had before and the one it has after. */
  async function refreshing(): Promise<number[]> {
    let { access, refresh } = await signIn(world, await world.person());
    const statuses: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const answer = await refreshThrough(REFRESHING[round % REFRESHING.length] ?? '', world, refresh);
      statuses.push(answer.status, await use(world, access), await use(world, answer.access ?? ''));
      access = answer.access ?? access;
      refresh = answer.refresh ?? refresh;
    }
    return statuses;
  }

  /** Verifies a new token as a stranger would: by the published key that it names. */
  async function verifyingElsewhere(): Promise<boolean[]> {
    const person = await world.person();
    const verdicts: boolean[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { access } = await signIn(world, person);
      const { body } = await world.send<{ keys: (JsonWebKey & { kid: string })[] }>({
        method: 'GET',
        path: '/.well-known/jwks.json',
      });
      verdicts.push(isSignedByOneOf(body.keys, access));
    }
    return verdicts;
  }

  async function rotating(): Promise<string[]> {
    const ids: string[] = [];
    for (let count = 0; count < ROTATIONS; count += 1) {
      ids.push(await world.app.nest.get(SigningKeysService).rotate());
      await new Promise((resolve) => setImmediate(resolve));
    }
    return ids;
  }

  it('refuse nobody, in any dialect', async () => {
    const [rotated, verdicts, ...statuses] = await Promise.all([
      rotating(),
      verifyingElsewhere(),
      ...SIGN_INS.map(signingIn),
      ...Array.from({ length: 4 }, refreshing),
    ]);

    expect(new Set(rotated).size).toBe(ROTATIONS);
    expect(verdicts).toEqual(Array.from({ length: ROUNDS }, () => true));
    const asked = statuses.flat();
    expect(tally(asked)).toEqual({ 200: asked.length });
    process.stdout.write(`${asked.length} requests were answered during ${ROTATIONS} rotations, and none refused\n`);
  });
});

function isSignedByOneOf(keys: readonly (JsonWebKey & { kid: string })[], token: string): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const jwk = keys.find(({ kid }) => kid === headerOf(token).kid);
  if (!jwk) return false;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const input = Buffer.from(`${header}.${payload}`);
  return verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}
