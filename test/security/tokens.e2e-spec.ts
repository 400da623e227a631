import { createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SigningKeysService } from '#core/tokens';
import { claimsOf } from '../support/accounts.js';
import { headerOf, type Json, macUnder, signedBy, signedByService, unsigned } from './forge.js';
import { type Place, placesOf } from './places.js';
import { tally } from './refreshing.js';
import { type Held, type Source, SOURCES, type SourceName } from './sources.js';
import { API_KEY, World } from './world.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** How a token is refused: as none (in two dialects' words), or as not good. */
const REFUSED: readonly number[] = [400, 401, 422];

/** Sources of access tokens; they are good in each other's places. */
const ACCESS: readonly SourceName[] = ['accessToken', 'adminsAccessToken', 'superadminsAccessToken'];

/** Those that are taken for each other: what differs is whom they were given to. */
const KIN: readonly (readonly SourceName[])[] = [ACCESS, ['invitation', 'firstInvitation']];

const kinOf = (source: SourceName): readonly SourceName[] => KIN.find((kin) => kin.includes(source)) ?? [source];

/** The log-out of nap looks for its two kinds of token in two headers. */
const isSameCarrier = (one: SourceName, other: SourceName) => (one === 'refreshToken') === (other === 'refreshToken');

/** The same text with one character changed, for every character; the last one into every other. */
function altered(token: string): string[] {
  const inside = Array.from(token, (character, place) => {
    const other = character === '.' ? 'A' : ALPHABET.charAt(ALPHABET.indexOf(character) ^ 1);
    return token.slice(0, place) + other + token.slice(place + 1);
  });
  const last = Array.from(ALPHABET, (other) => token.slice(0, -1) + other).filter((text) => text !== token);
  return [...new Set([...inside, ...last])];
}

/** The same text and something before, behind or in between. */
function padded(token: string): string[] {
  const middle = Math.floor(token.length / 2);
  return [
    `${token}=`,
    `${token}==`,
    `${token}A`,
    `${token}.`,
    `${token}.A`,
    `A${token}`,
    `.${token}`,
    `${token}${token}`,
    `${token.slice(0, middle)}=${token.slice(middle)}`,
    token.slice(1),
    token.slice(0, -1),
    token.slice(0, middle),
  ];
}

describe('tokens', () => {
  const held = new Map<SourceName, Held>();
  let world: World;
  let places: Place[];
  let tried = 0;

  beforeAll(async () => {
    world = await World.begin();
    places = placesOf(world);
    for (const [name, source] of Object.entries(SOURCES) as [SourceName, Source][]) {
      const order = ACCESS.includes(name) ? SOURCES.superadminsAccessToken.to : source.to;
      held.set(name, await source.obtain(world, await world.person(order)));
    }
    // Whoever remembers a token that was good must not take another one for it.
    const headers = { authorization: `Bearer ${mustHold('accessToken').secret}` };
    await world.mustSend({ method: 'GET', path: '/api/v3/auth/user', headers });
  });
  afterAll(() => world.end());

  function mustHold(source: SourceName): Held {
    const found = held.get(source);
    if (!found) throw new Error(`nobody holds a ${source}`);
    return found;
  }

  const accessPlaces = () => places.filter(({ source }) => ACCESS.includes(source) || source === 'sessionToken');

  /** Shows each of the texts at the place and tells those that were not refused. */
  async function admitted(place: Place, texts: readonly string[]): Promise<string[]> {
    const genuine = mustHold(place.source);
    tried += texts.length;
    const outcomes = await Promise.all(
      texts.map(async (secret) => ({ secret, status: (await place.show({ ...genuine, secret })).status })),
    );
    return outcomes
      .filter(({ status }) => !REFUSED.includes(status))
      .map(({ secret, status }) => `${place.name} answered ${status} to ${secret}`);
  }

  /** The same for access tokens, in every place that takes one, wrapped where the place wants that. */
  async function admittedAnywhere(tokens: readonly string[]): Promise<string[]> {
    const all: string[] = [];
    for (const place of accessPlaces()) {
      const shown = tokens.map((token) =>
        place.source === 'sessionToken' ? Buffer.from(token).toString('base64url') : token,
      );
      all.push(...(await admitted(place, shown)));
    }
    return all;
  }

  /** Whether a credential of that source is one of those that the place's route, or its header, takes. */
  function isAtHome(name: SourceName, { source, route }: Place): boolean {
    const taken = places.filter((place) => place.route === route && isSameCarrier(place.source, source));
    return taken.some((place) => kinOf(place.source).includes(name));
  }

  const claims = () => claimsOf(mustHold('accessToken').secret) as Json & { iat: number; exp: number };
  const header = () => headerOf(mustHold('accessToken').secret);
  const forgedWith = (more: Json) => signedByService(world.app, claims(), { ...header(), ...more });
  const forgedSaying = (more: Json) => signedByService(world.app, { ...claims(), ...more });

  it('are taken in many places', () => {
    expect(places.length).toBeGreaterThan(25);
    expect(new Set(places.map(({ source }) => source)).size).toBe(Object.keys(SOURCES).length - 1);
    expect(accessPlaces().length).toBeGreaterThan(12);
  });

  it('are refused with any one character altered, in every place', async () => {
    tried = 0;
    const good: string[] = [];
    for (const place of places) {
      const { secret } = mustHold(place.source);
      good.push(...(await admitted(place, [...altered(secret), ...padded(secret)])));
    }

    expect(good).toEqual([]);
    expect(tried).toBeGreaterThan(8000);
    process.stdout.write(`${tried} altered tokens were shown in ${places.length} places, and each was refused\n`);
  });

  it('of a page, and keys that are told at the start, are refused so altered, too', async () => {
    const { secret } = mustHold('superadminsAccessToken');
    const headers = { authorization: `Bearer ${secret}` };
    const page = (cursor: string) => {
      const path = `/admin/v1/accounts?size=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      return world.send<{ next: string }>({ method: 'GET', path, headers });
    };
    const { next } = (await page('')).body;
    expect((await page(next)).status).toBe(200);
    const cursors = [...altered(next), ...padded(next)];
    const keys = [...altered(API_KEY), ...padded(API_KEY)].filter((key) => key !== API_KEY);
    tried += cursors.length + 2 * keys.length;

    const pages = await Promise.all(cursors.map(page));
    const logins = await Promise.all(
      keys.map((apiKey) => world.send({ method: 'POST', path: '/api/auth/login', apiKey, json: {} })),
    );
    const numbers = await Promise.all(keys.map((apiKey) => world.send({ method: 'GET', path: '/metrics', apiKey })));

    expect(tally(pages.map(({ status }) => status))).toEqual({ 400: cursors.length });
    expect(tally(logins.map(({ status }) => status))).toEqual({ 401: keys.length });
    expect(tally(numbers.map(({ status }) => status))).toEqual({ 401: keys.length });
  });

  it('are refused in the place of any other kind', async () => {
    const good: string[] = [];
    for (const place of places) {
      const strangers = [...held.keys()].filter((name) => !isAtHome(name, place));
      good.push(
        ...(await admitted(
          place,
          strangers.map((name) => mustHold(name).secret),
        )),
      );
    }

    expect(good).toEqual([]);
  });

  it('are refused without a signature, and with our public key for a secret', async () => {
    const { publicKey } = await world.app.nest.get(SigningKeysService).current();
    const [jwk] = await world.app.nest.get(SigningKeysService).published();
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const secrets = [
      pem,
      pem.toString().trim(),
      publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(jwk),
      JSON.stringify(publicKey.export({ format: 'jwk' })),
      Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
      '',
    ];
    const [, , signature = ''] = mustHold('accessToken').secret.split('.');
    const without = ['none', 'None', 'NONE', 'nOnE', '', null].flatMap((alg) => {
      const input = unsigned({ ...header(), alg }, claims());
      return [input, `${input}.`, `${input}.${signature}`];
    });
    const maced = secrets.flatMap((secret) => [
      macUnder(secret, { ...header(), alg: 'HS256' }, claims()),
      macUnder(secret, header(), claims()),
    ]);

    expect(await admittedAnywhere([...without, ...maced])).toEqual([]);
  });

  it('are refused under a key that they bring along or point to, which nobody fetches', async () => {
    let fetches = 0;
    const server: Server = createServer((_, response) => {
      fetches += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys.json`;
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk: JsonWebKey = createPublicKey(own.privateKey).export({ format: 'jwk' });
    const headers: Json[] = [
      {},
      { jwk },
      { jwk, kid: undefined },
      { jku: url },
      { jku: url, kid: 'ours' },
      { x5u: url },
      { x5c: [Buffer.from('certificate').toString('base64')] },
      { kid: 'another' },
      { kid: '../../../../dev/null' },
      { kid: "x' OR '1'='1" },
      { kid: url },
      { kid: null },
    ];
    const forged = headers.map((more) => signedBy(own.privateKey, { ...header(), ...more }, claims()));

    expect(await admittedAnywhere(forged)).toEqual([]);
    expect(fetches).toBe(0);
    server.close();
  });

  it('are refused with a header that asks for more, or says another kind, under our own key', async () => {
    const forged = await Promise.all(
      [
        { crit: ['b64'], b64: false },
        { crit: ['exp'] },
        { crit: [] },
        { crit: 'exp' },
        { typ: undefined },
        { typ: 'JWT' },
        { typ: 'rt+jwt' },
        { typ: 'application/at+jwt' },
        { typ: ['at+jwt'] },
        { alg: 'RS256' },
        { alg: 'ES384' },
        { kid: undefined },
      ].map(forgedWith),
    );

    expect(await admittedAnywhere(forged)).toEqual([]);
  });

  it('are refused with claims that are not as they should be, under our own key', async () => {
    const { iat, exp } = claims();
    const other = claimsOf(Buffer.from(mustHold('sessionToken').secret, 'base64url').toString()) as Json;
    const forged = await Promise.all(
      [
        { iss: 'http://elsewhere.example' },
        { iss: undefined },
        { iss: `${String(claims().iss)}/` },
        { aud: 'another' },
        { aud: [claims().aud, 'another'] },
        { aud: undefined },
        { exp: iat - 1 },
        { exp: undefined },
        { exp: String(exp) },
        { nbf: iat + 120 },
        { nbf: 'tomorrow' },
        { iat: iat + 120 },
        { iat: undefined },
        { iat: String(iat) },
        { sid: undefined },
        { sid: 1 },
        { sid: other.sub },
        { sub: undefined },
        { sub: other.sid },
        { sub: [claims().sub] },
        { jti: undefined },
      ].map(forgedSaying),
    );
    const texts = ['', '{', 'null', '[]', '"at"', JSON.stringify([claims()])];
    const garbled = await Promise.all(texts.map((text) => signedByService(world.app, text)));

    expect(await admittedAnywhere([...forged, ...garbled])).toEqual([]);
  });

  it('count by the last of a claim or header parameter that is said twice (RFC 7519 §4)', async () => {
    const said = JSON.stringify(claims()).slice(1, -1);
    const twice = await Promise.all(
      [
        `{${said},"sub":"01900000-0000-7000-8000-000000000000"}`,
        `{${said},"sid":"01900000-0000-7000-8000-000000000000"}`,
        `{${said},"iss":"http://elsewhere.example"}`,
        `{${said},"aud":"another"}`,
        `{${said},"exp":1}`,
      ].map((text) => signedByService(world.app, text)),
    );
    const head = JSON.stringify(header()).slice(1, -1);
    const heads = await Promise.all(
      ['"alg":"none"', '"typ":"JWT"', '"kid":"another"'].map((more) =>
        signedByService(world.app, claims(), `{${head},${more}}`),
      ),
    );

    expect(await admittedAnywhere([...twice, ...heads])).toEqual([]);
  });

  it('are refused with parts behind the signature, beside one another, and in the JSON form', async () => {
    const { secret } = mustHold('accessToken');
    const [protectedHeader = '', payload = '', signature = ''] = secret.split('.');
    const shapes = [
      `${secret}.${payload}`,
      `${secret}.${secret}`,
      `${protectedHeader}.${payload}.${signature}.${signature}`,
      `${protectedHeader}..${signature}`,
      `${protectedHeader}.${payload}.`,
      `${protectedHeader}.${payload}`,
      `${payload}.${protectedHeader}.${signature}`,
      `${secret},${secret}`,
      JSON.stringify({ protected: protectedHeader, payload, signature }),
    ];

    expect(await admittedAnywhere(shapes)).toEqual([]);
  });

  it('are refused once their time is over, and were as good as ever until then', async () => {
    const { secret } = mustHold('accessToken');
    const headers = { authorization: `Bearer ${secret}` };
    const used = () => world.send({ method: 'GET', path: '/dev/public-api/api/auth/info', headers });
    expect((await used()).status).toBe(200);
    const { secret: refreshToken } = mustHold('refreshToken');
    const json = { refreshToken };
    expect((await world.send({ method: 'POST', path: '/api/v3/auth/token/refresh', json })).status).toBe(200);

    world.app.clock.advance(3600);

    expect((await used()).status).toBe(401);
    expect(await admittedAnywhere([secret])).toEqual([]);
  });
});
